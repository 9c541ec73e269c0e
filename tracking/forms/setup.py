"""Forms of targets and sources."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign, Channel, Kpi
from core.editing import VersionedModelForm
from core.forms import DateFormField, NumberFormField
from tracking.models import KpiFact, KpiTarget, Source
from tracking.selectors.setup import platform_choices


class TargetForm(VersionedModelForm):
    """A promised measure. The same measure may be promised once for all channels, and once per channel."""

    target = NumberFormField(
        label=_("Cible chiffrée"),
        min_value=Decimal("0.0001"),
        max_digits=16,
        decimal_places=4,
        error_messages={
            "min_value": _("« %(value)s » ne peut pas être une cible : donnez un nombre positif.")
        },
    )

    class Meta:
        model = KpiTarget
        fields = ["kpi", "channel", "target"]

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kpi"].queryset = Kpi.objects.filter(workspace=campaign.workspace, is_active=True)  # type: ignore[attr-defined]
        self.fields["channel"].queryset = campaign_channels(campaign)  # type: ignore[attr-defined]
        self.fields["channel"].empty_label = _("Tous les canaux")  # type: ignore[attr-defined]
        if campaign.ends_on is None:
            self.fields["target"].help_text = _("Pour un mois : une campagne continue est jugée chaque mois.")


class SourceForm(VersionedModelForm):
    """Where the figures of a channel come from."""

    class Meta:
        model = Source
        fields = ["channel", "platform", "name", "is_active"]

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].queryset = campaign_channels(campaign)  # type: ignore[attr-defined]
        self.fields["platform"] = forms.ChoiceField(
            label=_("Plateforme"),
            choices=platform_choices(),
            help_text=_("D’où vient l’export. Un autre outil : « Tableau CSV »."),
        )
        if self.instance.pk is None:
            del self.fields["is_active"]


class FactForm(forms.Form):
    """One figure typed by hand. `seen` is the value a correction begins from."""

    seen = NumberFormField(widget=forms.HiddenInput, required=False)

    kpi = forms.ModelChoiceField(label=_("Mesure"), queryset=Kpi.objects.none())
    day = DateFormField(label=_("Jour"))
    value = NumberFormField(label=_("Valeur"), min_value=0, max_digits=16, decimal_places=4)

    def __init__(
        self, *args: Any, campaign: Campaign, correcting: KpiFact | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        ours = Kpi.objects.filter(workspace=campaign.workspace)
        wanted = Q(is_active=True) & ~Q(aggregation=Kpi.Aggregation.RATIO)
        if correcting is None:
            del self.fields["seen"]
        else:
            wanted |= Q(pk=correcting.kpi_id)  # the measure may have been put away since
            self.initial = {
                "seen": correcting.value,
                "kpi": correcting.kpi_id,
                "day": correcting.day,
                "value": correcting.value,
            }
        self.fields["kpi"].queryset = ours.filter(wanted)  # type: ignore[attr-defined]

    def show_current(self, fact: KpiFact) -> None:
        """Aim the next save at the value of now: somebody else corrected it meanwhile."""
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data["seen"] = str(fact.value)  # type: ignore[index]


def campaign_channels(campaign: Campaign) -> Any:
    """Channels planned in the campaign's waves."""
    return Channel.objects.filter(placements__wave__campaign=campaign).distinct()
