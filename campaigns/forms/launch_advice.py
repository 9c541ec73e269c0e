"""What «Quand lancer ?» is asked: a window, the school zones of the audience, the weight of each part."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.advice_words import PART_LABELS
from campaigns.forms.dates import CampaignDateField
from campaigns.moments.advice import DEFAULT_WEIGHTS, PartKey
from campaigns.moments.schools import CORSICA, ZONES
from campaigns.selectors.launch_advice import LONGEST

ZONE_CHOICES = [*((zone, zone) for zone in ZONES), (CORSICA, gettext_lazy("Corse"))]
_HEAVIEST = 100


class LaunchAdviceForm(forms.Form):
    """A GET form: what the address does not say is the default, so that any address shows something."""

    du = CampaignDateField(label=gettext_lazy("Du"), required=False)
    au = CampaignDateField(label=gettext_lazy("Au"), required=False)
    zone = forms.MultipleChoiceField(
        label=gettext_lazy("Zones scolaires de la cible"),
        choices=ZONE_CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, query: Any, *, window: tuple[date, date]) -> None:
        asked = query.copy()
        self.window = window
        if not asked.get("du"):
            asked["du"] = window[0].isoformat()
        if not asked.get("au"):
            asked["au"] = window[1].isoformat()
        if "du" not in query:  # the form was not sent: every zone, until somebody unticks some
            asked.setlist("zone", asked.getlist("zone") or list(ZONES))
        for key, weight in DEFAULT_WEIGHTS.items():
            if not asked.get(f"poids_{key}"):
                asked[f"poids_{key}"] = str(weight)
        super().__init__(asked, auto_id="la-%s")
        for key, label in PART_LABELS.items():
            self.fields[f"poids_{key}"] = forms.IntegerField(label=label, min_value=0, max_value=_HEAVIEST)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("du"), cleaned.get("au")
        if first and last and last < first:
            self.add_error("au", _("La fenêtre finit avant de commencer."))
        elif first and last and (last - first).days >= LONGEST:
            words = _("La fenêtre fait %(days)s jours, %(longest)s au plus.")
            self.add_error("au", words % {"days": (last - first).days + 1, "longest": LONGEST})
        weights = [cleaned.get(f"poids_{key}") for key in PartKey]
        if all(weight == 0 for weight in weights):
            self.add_error(None, _("Donnez du poids à un critère au moins."))
        return cleaned

    @property
    def weight_fields(self) -> list[forms.BoundField]:
        return [self[f"poids_{key}"] for key in PartKey]

    def weights(self) -> dict[PartKey, int]:
        """What was asked, or the usual weights when it makes no sense."""
        if not self.is_valid():
            return dict(DEFAULT_WEIGHTS)
        return {key: self.cleaned_data[f"poids_{key}"] for key in PartKey}

    def days(self) -> tuple[date, date]:
        """The window asked, or the usual one when it makes no sense."""
        if not self.is_valid():
            return self.window
        return self.cleaned_data["du"], self.cleaned_data["au"]

    def zones(self) -> list[str]:
        return self.cleaned_data["zone"] if self.is_valid() else list(ZONES)


class LaunchMoveForm(forms.Form):
    """The day chosen, and the version of the campaign it was chosen on."""

    launch_on = CampaignDateField()
    version = forms.IntegerField()
