"""Forms of the bilan and its learnings."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign, Channel
from core.editing import VersionedModelForm
from core.forms import DateFormField
from core.models import Workspace
from tracking.forms.setup import campaign_channels
from tracking.models import Bilan, Learning


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class BilanForm(VersionedModelForm):
    class Meta:
        model = Bilan
        fields = ["summary", "successes", "difficulties"]
        widgets = {"summary": _area(5), "successes": _area(4), "difficulties": _area(4)}
        help_texts = {
            "summary": _("Ce qu’une direction doit savoir en une minute : promis, fait, pourquoi."),
        }


class PeriodForm(forms.Form):
    """The days an always-on campaign's next bilan speaks of."""

    period_start = DateFormField(label=_("Du"))
    period_end = DateFormField(label=_("Au"))


class LearningForm(VersionedModelForm):
    class Meta:
        model = Learning
        fields = ["kind", "text", "evidence", "channel"]
        widgets = {"kind": forms.RadioSelect}
        help_texts = {"evidence": _("Le chiffre ou le fait qui le montre.")}

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].queryset = campaign_channels(campaign)  # type: ignore[attr-defined]
        self.fields["channel"].empty_label = _("Aucun canal en particulier")  # type: ignore[attr-defined]


class LearningFilter(forms.Form):
    q = forms.CharField(label=_("Chercher"), required=False, max_length=80)
    nature = forms.ChoiceField(
        label=_("Nature"), required=False, choices=[("", _("Toutes")), *Learning.Kind.choices]
    )
    canal = forms.ModelChoiceField(
        label=_("Canal"), required=False, queryset=Channel.objects.none(), empty_label=_("Tous les canaux")
    )

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["canal"].queryset = Channel.objects.filter(workspace=workspace)  # type: ignore[attr-defined]

    def apply(self, learnings: QuerySet[Learning]) -> QuerySet[Learning]:
        """Learnings that match; an unknown filter value filters nothing."""
        self.is_valid()
        wanted = self.cleaned_data
        if wanted.get("q"):
            learnings = learnings.filter(text__icontains=wanted["q"])
        if wanted.get("nature"):
            learnings = learnings.filter(kind=wanted["nature"])
        if wanted.get("canal"):
            learnings = learnings.filter(channel=wanted["canal"])
        return learnings
