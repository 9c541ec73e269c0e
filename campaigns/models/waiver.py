"""Waivers («dérogations»), and the one place that says whether a waiver is in force."""

from datetime import date, datetime

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaign import Campaign, Wave
from campaigns.models.signature import Signature
from campaigns.models.signoff import SignOffRequest
from core.models import Membership

FAMILY = "waiver"


class WaiverQuerySet(models.QuerySet["Waiver"]):
    def told(self) -> "WaiverQuerySet":
        """With all that its state and its words need, in one query."""
        last = Signature.objects.filter(request=OuterRef("request_id")).order_by("-pk")
        return (
            self.select_related("wave", "request__snapshot")
            .defer("request__snapshot__content")
            .annotate(asked_of=Subquery(last.values("name")[:1]))
        )

    def standing(self, on: date | None = None) -> "WaiverQuerySet":
        """Neither lifted, refused, withdrawn nor past: asked for or in force; `Waiver.state` tells which."""
        alive = Q(request__status__in=("open", "approved")) | Q(granted_at__isnull=False)
        return self.told().filter(alive, revoked_at=None, valid_until__gte=on or timezone.localdate())


class Waiver(models.Model):
    """A named, reasoned, dated exception to one check.

    It is asked for, then signed by the sponsor or an administrator: `request` is the sign-off request of
    its own content (`content_key`), and nothing but that request's approval puts it in force. Those
    granted before waivers were signed have no request and carry `granted_at`; the database takes no new
    one of that sort, and what a waiver says never changes (triggers, see migration 0010).

    `facts` is what was so when it was asked for, in the words that are signed: the check's label, the wave,
    what was missing, in which capacity the signer grants it.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("Demandée")
        IN_FORCE = "in_force", _("Accordée")
        REFUSED = "refused", _("Refusée")
        WITHDRAWN = "withdrawn", _("Retirée")
        LIFTED = "lifted", _("Levée")
        PAST = "past", _("Échue")

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="waivers")
    wave = models.ForeignKey(
        Wave, models.CASCADE, null=True, blank=True, related_name="waivers", verbose_name=_("vague")
    )
    check_key = models.CharField(_("critère"), max_length=40)
    reason = models.TextField(_("raison"))
    valid_until = models.DateField(_("valable jusqu’au"))
    facts = models.JSONField(default=dict, blank=True)
    asked_by = models.ForeignKey(Membership, models.SET_NULL, null=True, blank=True, related_name="+")
    asked_by_name = models.CharField(max_length=160, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    request = models.OneToOneField(
        SignOffRequest, models.SET_NULL, null=True, blank=True, related_name="waiver"
    )
    granted_by = models.ForeignKey(Membership, models.SET_NULL, null=True, blank=True, related_name="+")
    granted_by_name = models.CharField(max_length=160, blank=True)
    granted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by_name = models.CharField(max_length=160, blank=True)
    revoked_reason = models.TextField(_("pourquoi elle est levée"), blank=True)

    objects = WaiverQuerySet.as_manager()

    class Meta:
        verbose_name = _("dérogation")
        verbose_name_plural = _("dérogations")
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="waiver_says_why"),
            models.CheckConstraint(
                condition=Q(request__isnull=True) | Q(granted_at__isnull=True),
                name="waiver_signed_or_granted_before",
            ),
        ]

    def __str__(self) -> str:
        return self.check_key

    @property
    def content_key(self) -> str:
        """The key of the content its signer signs."""
        return f"{FAMILY}-{self.pk}"

    @property
    def approval(self) -> SignOffRequest | None:
        """The final approval of this very waiver; None while there is none."""
        asked = self.request
        if asked is None or asked.status != SignOffRequest.Status.APPROVED:
            return None
        own = asked.kind == self.content_key and asked.campaign_id == self.campaign_id
        return asked if own else None

    @property
    def state(self) -> "Waiver.State":
        """Where it stands today. Every reader of waivers asks here, nobody keeps a copy."""
        State = Waiver.State  # noqa: N806 - the class
        if self.revoked_at:
            return State.LIFTED
        past = self.valid_until < timezone.localdate()
        if self.approval or self.granted_at:
            return State.PAST if past else State.IN_FORCE
        status = self.request.status if self.request else ""
        if status == SignOffRequest.Status.OPEN:
            return State.PAST if past else State.ASKED
        return State.REFUSED if status == SignOffRequest.Status.REJECTED else State.WITHDRAWN

    @property
    def in_force(self) -> bool:
        return self.state == Waiver.State.IN_FORCE

    @property
    def is_asked(self) -> bool:
        """Its request still waits, be it past the last day: until it is withdrawn its signer is awaited."""
        return self.request is not None and self.request.status == SignOffRequest.Status.OPEN

    @property
    def was_granted(self) -> bool:
        """In force once, whatever became of it."""
        return bool(self.approval or self.granted_at)

    @property
    def grantor(self) -> str:
        """Who granted it: its signer. Empty while nobody did."""
        return self.approval.settled_by_name if self.approval else self.granted_by_name

    @property
    def granted_on(self) -> datetime | None:
        """When it came into force."""
        return self.approval.settled_at if self.approval else self.granted_at
