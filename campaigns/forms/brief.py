"""Forms of the brief: three sets of texts, and a row of each of its lists."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from campaigns.forms.dates import CampaignDateField
from campaigns.models import Brief, BriefAudience, Campaign, KeyMessage, Kpi, Objective
from campaigns.selectors.brief import audiences_left, audiences_of, kpis_of
from campaigns.strategy_files import MAX_BYTES, TYPES
from core.access import Access
from core.editing import VersionedModelForm
from core.formatting import filesize
from core.forms import NumberFormField


def _rows(count: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": count})


def _https_by_default(field: models.Field[Any, Any], **options: Any) -> Any:
    """The form field of a model field; an address typed without its scheme is a https one."""
    if isinstance(field, models.URLField):
        options["assume_scheme"] = "https"
    return field.formfield(**options)


class BriefForm(VersionedModelForm):
    """What the forms of the brief share: the part of the page they belong to."""

    section = ""


class StrategyForm(BriefForm):
    """The strategy the campaign serves: a name, and a link or a document."""

    section = "strategie"
    max_bytes = MAX_BYTES
    upload = forms.FileField(
        label=gettext_lazy("Document de stratégie"),
        required=False,
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ",".join(f".{suffix}" for suffix in TYPES)}),
        error_messages={
            "empty": gettext_lazy("Ce fichier est vide. Choisissez-en un autre."),
            "max_length": gettext_lazy("Le nom de ce fichier est trop long. Raccourcissez-le."),
        },
    )
    remove_file = forms.BooleanField(label=gettext_lazy("Retirer le document actuel"), required=False)

    class Meta:
        model = Brief
        fields = ("strategy_label", "strategy_url")
        formfield_callback = _https_by_default

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["version", "strategy_label", "strategy_url", "upload", "remove_file"])
        self.fields["strategy_label"].help_text = _("Par exemple « Plan marketing 2027, axe recrutement ».")
        self.fields["upload"].help_text = _(
            "PDF, Word, PowerPoint ou OpenDocument, %(most)s au plus. Les signataires pourront l’ouvrir."
        ) % {"most": filesize(MAX_BYTES)}
        if not self.instance.strategy_file:
            del self.fields["remove_file"]

    def clean_strategy_url(self) -> str:
        url = str(self.cleaned_data["strategy_url"])
        if url and not url.startswith(("https://", "http://")):
            raise ValidationError(_("Donnez une adresse qui commence par https://"))
        return url


class SubstanceForm(BriefForm):
    """Why the campaign exists and what it promises."""

    section = "fond"

    class Meta:
        model = Brief
        fields = ("proposition", "context")
        widgets = {"proposition": _rows(2), "context": _rows(6)}
        help_texts = {
            "proposition": gettext_lazy("Ce qui change pour la cible, en une phrase."),
            "context": gettext_lazy("Le marché, le moment, les concurrents, ce qui a été essayé."),
        }


class VoiceForm(BriefForm):
    """How the campaign speaks, and what it may not do."""

    section = "ton"

    class Meta:
        model = Brief
        fields = ("tone", "constraints", "sector")
        widgets = {"constraints": _rows(4)}
        help_texts = {
            "tone": gettext_lazy("Deux ou trois mots, et une phrase écrite dans ce ton."),
            "constraints": gettext_lazy("Logo, mentions, prix, droits, ce qu’il est interdit de montrer."),
        }


TEXT_FORMS: dict[str, type[BriefForm]] = {
    form.section: form for form in (StrategyForm, SubstanceForm, VoiceForm)
}


class RowForm(BriefForm):
    """A row of one of the brief's lists. `row()` is the unsaved row of a valid form."""

    def __init__(self, *args: Any, access: Access, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.access, self.campaign = access, campaign
        self.prepare()

    def prepare(self) -> None:
        """Narrow the choices to this workspace."""
        raise NotImplementedError

    def row(self) -> Any:
        return self._meta.model(**self.changes())


class ObjectiveForm(RowForm):
    section = "objectifs"
    baseline = NumberFormField(label=gettext_lazy("Départ"), required=False, max_digits=16, decimal_places=4)
    target = NumberFormField(label=pgettext_lazy("KPI", "Cible"), max_digits=16, decimal_places=4)
    deadline = CampaignDateField(label=gettext_lazy("Échéance"))

    class Meta:
        model = Objective
        fields = ("name", "kpi", "baseline", "target", "unit", "deadline")

    def prepare(self) -> None:
        self.fields["kpi"].queryset = kpis_of(self.access, keep=self.instance.kpi_id)  # type: ignore[attr-defined]
        self.fields["name"].help_text = _("Ce que la campagne doit obtenir, avec un verbe.")
        self.fields["unit"].widget.attrs["placeholder"] = _("celle du KPI")
        self.fields["kpi"].empty_label = _("Choisissez un KPI")  # type: ignore[attr-defined]
        self.fields["deadline"].initial = self.campaign.ends_on

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        kpi: Kpi | None = cleaned.get("kpi")
        if kpi and not cleaned.get("unit"):
            cleaned["unit"] = kpi.unit
        if kpi and not cleaned["unit"] and "unit" not in self.errors:
            self.add_error("unit", _("Ce KPI n’a pas d’unité : dites en quoi la cible se compte."))
        if kpi and cleaned.get("target") is not None:
            self._check_target(kpi, cleaned["target"], cleaned.get("baseline"))
        return cleaned

    def clean_deadline(self) -> date:
        """Not already past, unless it is the one the objective has."""
        day: date = self.cleaned_data["deadline"]
        if day < timezone.localdate() and day != self.instance.deadline:
            raise ValidationError(_("Cette échéance est passée. Choisissez aujourd’hui ou plus tard."))
        return day

    def _check_target(self, kpi: Kpi, target: Decimal, baseline: Decimal | None) -> None:
        """A measure to lower may aim at nothing; one that starts below zero may aim below zero (an NPS)."""
        if kpi.direction == Kpi.Direction.DOWN:
            if target < 0:
                self.add_error("target", _("La cible ne peut pas être négative."))
        elif target <= 0 and not (baseline is not None and baseline < target):
            self.add_error(
                "target", _("Pour ce KPI, plus c’est haut, mieux c’est : la cible est plus grande que zéro.")
            )


class AudienceForm(RowForm):
    """An audience of the dictionary, or a new one named here."""

    section = "cibles"
    new_name = forms.CharField(label=gettext_lazy("Ou une nouvelle cible"), required=False, max_length=120)

    class Meta:
        model = BriefAudience
        fields = ("audience", "insight")
        widgets = {"insight": _rows(3)}
        help_texts = {"insight": gettext_lazy("Ce qu’elle vit, ce qui la retient, où elle nous croise.")}

    def prepare(self) -> None:
        field = self.fields["audience"]
        field.queryset = audiences_left(self.campaign, keep=self.instance.audience_id)  # type: ignore[attr-defined]
        if self.instance.pk:
            del self.fields["new_name"]
        field.required = bool(self.instance.pk)
        field.empty_label = _("Choisissez une cible")  # type: ignore[attr-defined]
        self.order_fields(["version", "audience", "new_name", "insight"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        named = cleaned.get("audience") or cleaned.get("new_name")
        if "new_name" in self.fields and not named and "audience" not in self.errors:
            self.add_error("audience", _("Choisissez une cible, ou nommez-en une nouvelle."))
        return cleaned


class MessageForm(RowForm):
    section = "messages"

    class Meta:
        model = KeyMessage
        fields = ("text", "proof", "audience")
        widgets = {"text": _rows(2), "proof": _rows(2)}
        help_texts = {
            "text": gettext_lazy("Une idée par message, dite à la cible."),
            "proof": gettext_lazy("Le chiffre, le test ou le fait qui le rend croyable."),
        }

    def prepare(self) -> None:
        field = self.fields["audience"]
        field.queryset = audiences_of(self.campaign, keep=self.instance.audience_id)  # type: ignore[attr-defined]
        field.empty_label = _("Toutes les cibles")  # type: ignore[attr-defined]


ROW_FORMS: dict[str, type[RowForm]] = {
    form.section: form for form in (ObjectiveForm, AudienceForm, MessageForm)
}
