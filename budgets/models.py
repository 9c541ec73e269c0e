"""Phase 3: the budget. Amounts are Decimal euros here and integer cents in the database."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from budgets.words import month_long
from campaigns.models import Campaign, Channel, Stakeholder
from core.formatting import amount
from core.models import Membership, Versioned, Workspace
from core.money import MoneyField


class Budget(Versioned):
    campaign = models.OneToOneField(Campaign, models.CASCADE, related_name="budget")
    total = MoneyField(_("total"), default=Decimal("0.00"))
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("budget")
        verbose_name_plural = _("budgets")
        constraints = [
            models.CheckConstraint(
                condition=Q(total__gte=0),
                name="budget_not_negative",
                violation_error_message=_("Un budget ne peut pas être négatif."),
            )
        ]

    def __str__(self) -> str:
        return str(self.campaign)


class BudgetLine(Versioned):
    """What a channel may spend in a month («prévu»). `month` is the month's first day."""

    budget = models.ForeignKey(Budget, models.CASCADE, related_name="lines")
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="budget_lines", verbose_name=_("canal"))
    month = models.DateField(_("mois"))
    planned = MoneyField(_("prévu"))
    note = models.CharField(_("note"), max_length=200, blank=True)
    #: Made by imported spend, with nothing planned: it goes when that spend does.
    made_by_spend = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("ligne")
        verbose_name_plural = _("lignes")
        ordering = ["budget_id", "channel__name", "month"]
        constraints = [
            models.UniqueConstraint(
                fields=["budget", "channel", "month"],
                name="budget_line_once",
                violation_error_message=_("Ce canal a déjà une ligne pour ce mois."),
            ),
            models.CheckConstraint(
                condition=Q(planned__gte=0),
                name="budget_line_not_negative",
                violation_error_message=_("Un montant prévu ne peut pas être négatif."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel}, {month_long(self.month)}"

    def clean(self) -> None:
        if self.month and self.month.day != 1:
            raise ValidationError(
                {"month": _("Une ligne vaut pour un mois entier : donnez son premier jour.")}
            )


class Entry(models.Model):
    """Money promised («engagé»: an order) or spent («réalisé»: an invoice, or spend imported with KPIs).

    What a person wrote is never changed in place: it is reversed, with a reason, and written again.
    Imported rows (`source` is set) follow their source and are replaced whole.
    """

    class Kind(models.TextChoices):
        COMMITTED = "committed", _("Engagé")
        ACTUAL = "actual", _("Réalisé")

    line = models.ForeignKey(BudgetLine, models.PROTECT, related_name="entries", verbose_name=_("ligne"))
    kind = models.CharField(_("nature"), max_length=10, choices=Kind.choices)
    amount = MoneyField(_("montant"))
    on = models.DateField(_("date"))
    label = models.CharField(_("libellé"), max_length=160)
    supplier = models.CharField(_("fournisseur"), max_length=120, blank=True)
    document_number = models.CharField(_("numéro de pièce"), max_length=60, blank=True)
    #: The entry this one takes back: same line and date, opposite amount, so that sums stay exact.
    reverses = models.OneToOneField(
        "self", models.RESTRICT, null=True, blank=True, editable=False, related_name="reversal"
    )
    #: The entry this one says better; that one is reversed.
    corrects = models.OneToOneField(
        "self", models.RESTRICT, null=True, blank=True, editable=False, related_name="correction"
    )
    reason = models.CharField(_("raison"), max_length=300, blank=True)
    #: Where an imported figure comes from. One row per line and source: a new import replaces it.
    source = models.CharField(_("source"), max_length=120, blank=True, editable=False)
    created_by = models.ForeignKey(Membership, models.SET_NULL, null=True, blank=True, related_name="+")
    created_by_name = models.CharField(max_length=160, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("écriture")
        verbose_name_plural = _("écritures")
        ordering = ["-on", "-id"]
        # With the amount, so that sums are read from the index alone.
        indexes = [models.Index(fields=["line", "kind", "amount"], name="entry_sums")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(amount=0),
                name="entry_not_zero",
                violation_error_message=_("Une écriture de zéro euro ne dit rien."),
            ),
            models.UniqueConstraint(
                fields=["line", "kind", "source"],
                condition=~Q(source=""),
                name="entry_once_per_source",
            ),
            models.CheckConstraint(
                condition=Q(reverses__isnull=True) | ~Q(reason=""), name="entry_reversal_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.label


class Overrun(models.Model):
    """How far beyond its plan a line may be spent once the budget is signed with it.

    Made when money goes past the workspace's tolerance. It counts while the line still plans `planned`.
    """

    line = models.OneToOneField(BudgetLine, models.CASCADE, related_name="overrun")
    planned = MoneyField(_("prévu"))
    up_to = MoneyField(_("dépassement autorisé jusqu’à"))

    class Meta:
        verbose_name = _("dépassement")
        verbose_name_plural = _("dépassements")
        constraints = [
            models.CheckConstraint(
                condition=Q(up_to__gt=models.F("planned")), name="overrun_goes_beyond_the_plan"
            )
        ]

    def __str__(self) -> str:
        return f"{self.line} ≤ {self.up_to}"


class BudgetRules(Versioned):
    """What a workspace settles for all its budgets; without a row, the defaults."""

    workspace = models.OneToOneField(Workspace, models.CASCADE, related_name="budget_rules")
    tolerance = models.PositiveSmallIntegerField(
        _("tolérance de dépassement"),
        default=10,
        validators=[MaxValueValidator(100)],
    )

    class Meta:
        verbose_name = _("règles des budgets")
        verbose_name_plural = _("règles des budgets")
        constraints = [
            models.CheckConstraint(condition=Q(tolerance__lte=100), name="tolerance_at_most_the_plan")
        ]

    def __str__(self) -> str:
        return f"{self.tolerance} %"


class DelegationLevel(Versioned):
    """Above `above` euros, these people must all sign a budget. The highest level a budget passes holds."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="delegation_levels")
    above = MoneyField(_("au-dessus de"))
    owner = models.BooleanField(_("la personne responsable de la campagne"), default=False)
    members = models.ManyToManyField(Membership, blank=True, related_name="+", verbose_name=_("membres"))
    stakeholders = models.ManyToManyField(
        Stakeholder, blank=True, related_name="+", verbose_name=_("parties prenantes")
    )

    class Meta:
        verbose_name = _("seuil de délégation")
        verbose_name_plural = _("seuils de délégation")
        ordering = ["above"]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "above"],
                name="delegation_level_once",
                violation_error_message=_("Un seuil existe déjà pour ce montant."),
            ),
            models.CheckConstraint(
                condition=Q(above__gte=0),
                name="delegation_level_not_negative",
                violation_error_message=_("Un seuil ne peut pas être négatif."),
            ),
        ]

    def __str__(self) -> str:
        return amount(self.above)
