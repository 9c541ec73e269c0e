"""Subscribing to a calendar."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import Campaign, FeedSubscription, Team
from campaigns.selectors.feeds import feed_campaigns, feed_teams
from core.access import Access
from core.submissions import new_submission_key

Kind = FeedSubscription.Kind


class FeedForm(forms.Form):
    """What the calendar shows, and where it will be read."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Ce que l’agenda montre"), choices=Kind.choices, widget=forms.RadioSelect
    )
    campaign = forms.ModelChoiceField(
        label=gettext_lazy("Campagne"), queryset=Campaign.objects.none(), required=False, empty_label=None
    )
    team = forms.ModelChoiceField(
        label=gettext_lazy("Équipe"), queryset=Team.objects.none(), required=False, empty_label=None
    )
    name = forms.CharField(
        label=gettext_lazy("Nom de l’abonnement"),
        max_length=80,
        help_text=gettext_lazy("Celui que votre agenda affichera : « Planning Lumen, téléphone »."),
    )
    submission = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, access: Access, asked: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["campaign"].queryset = feed_campaigns(access)  # type: ignore[attr-defined]
        self.fields["team"].queryset = feed_teams(access)  # type: ignore[attr-defined]
        self.initial.setdefault("submission", new_submission_key())
        self.initial.setdefault("kind", Kind.PERSON)
        self.initial.setdefault("name", _("Mon planning"))
        self._propose(access, asked)

    def _propose(self, access: Access, asked: str) -> None:
        """The campaign whose page the reader comes from."""
        campaign = feed_campaigns(access).filter(reference=asked).first() if asked else None
        if campaign:
            self.initial.update(kind=Kind.CAMPAIGN, campaign=campaign.pk, name=campaign.name[:80])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in (Kind.CAMPAIGN, Kind.TEAM):
            if data.get("kind") != name:
                data[name] = None
            elif data.get(name) is None and name not in self.errors:
                self.add_error(name, _("Choisissez ce que l’agenda doit montrer."))
        return data

    def values(self) -> dict[str, Any]:
        """What `feed_open` takes. Call it once the form is valid."""
        return {name: self.cleaned_data[name] for name in ("kind", "name", "campaign", "team")}
