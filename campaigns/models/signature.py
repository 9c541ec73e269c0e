"""A signer's place in a request: the decision, the code that proves the address, the questions asked."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models.dictionaries import Stakeholder
from campaigns.models.signoff import SignOffRequest
from core.models import Membership


class Signature(models.Model):
    """One signer's place in a request and, once given, the decision. Only the link's hash is stored.

    A decision counts once `final_at` is set: until then its signer may take it back. A place of a later
    `step` is not `invited_at` before the steps ahead of it approved. `part` names what the signer answers
    for (see `signoff.contents.PARTS`; empty: everything); a place `carried_from` an earlier version was
    not asked again, because nothing of that part changed. `required_for` holds the reasons why nobody
    chose this place: the request is not approved without it (`signoff.required`).
    """

    class Decision(models.TextChoices):
        APPROVED = "approved", _("Approuvé")
        RESERVED = "reserved", _("Approuvé avec réserves")
        REJECTED = "rejected", _("Refusé")

    request = models.ForeignKey(SignOffRequest, models.CASCADE, related_name="signatures")
    stakeholder = models.ForeignKey(
        Stakeholder, models.SET_NULL, null=True, blank=True, related_name="signatures"
    )
    membership = models.ForeignKey(
        Membership, models.SET_NULL, null=True, blank=True, related_name="signatures"
    )
    name = models.CharField(max_length=160)
    email = models.EmailField()
    function = models.CharField(max_length=120, blank=True)
    part = models.CharField(max_length=12, blank=True)
    step = models.PositiveSmallIntegerField(default=1)
    required_for = models.CharField(max_length=200, blank=True)
    stands_in_for = models.CharField(max_length=160, blank=True)
    carried_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    invited_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(max_length=10, choices=Decision.choices, blank=True)
    typed_name = models.CharField(_("votre nom"), max_length=160, blank=True)
    reason = models.TextField(_("raison"), blank=True)
    code_verified_at = models.DateTimeField(null=True, blank=True)
    consent_sha256 = models.CharField(max_length=64, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    final_at = models.DateTimeField(null=True, blank=True)
    ip_address = models.GenericIPAddressField(null=True, blank=True)
    user_agent = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ["step", "id"]
        constraints = [
            models.UniqueConstraint(fields=["request", "email"], name="signature_once_per_signer"),
            models.CheckConstraint(
                condition=~Q(decision__in=["rejected", "reserved"]) | ~Q(reason=""),
                name="signature_rejection_says_why",
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_at__isnull=True)
                | (~Q(decision="") & Q(decided_at__isnull=False)),
                name="signature_decided_has_time",
            ),
            models.CheckConstraint(
                condition=Q(final_at__isnull=True) | Q(decided_at__isnull=False),
                name="signature_final_was_decided",
            ),
        ]
        indexes = [
            models.Index(
                fields=["decided_at"],
                condition=Q(decided_at__isnull=False, final_at__isnull=True),
                name="signature_to_settle",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def signer_left(self) -> bool:
        """The person asked left the workspace, or became a partner, whom its page refuses."""
        if self.membership is not None:
            return not self.membership.is_active or self.membership.team_only
        return self.stakeholder is None or not self.stakeholder.is_active

    @property
    def approves(self) -> bool:
        return self.decision in (self.Decision.APPROVED, self.Decision.RESERVED)


class SigningCode(models.Model):
    """Six digits mailed to a signer to prove the address. Only a keyed hash is stored; one use."""

    signature = models.ForeignKey(Signature, models.CASCADE, related_name="codes")
    code_hash = models.CharField(max_length=64)
    sent_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("code de signature")
        verbose_name_plural = _("codes de signature")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"code {self.pk}"


class SignOffNote(models.Model):
    """One message of the thread between a signer who asks and the team that answers."""

    signature = models.ForeignKey(Signature, models.CASCADE, related_name="notes")
    author = models.ForeignKey(Membership, models.SET_NULL, null=True, blank=True, related_name="+")
    author_name = models.CharField(max_length=160)
    from_signer = models.BooleanField()
    text = models.TextField(_("message"), max_length=4000)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("question d’un signataire")
        verbose_name_plural = _("questions des signataires")
        ordering = ["at", "id"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="signoff_note_says_something")]

    def __str__(self) -> str:
        return f"{self.author_name}: {self.text[:40]}"
