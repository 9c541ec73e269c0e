"""A campaign's own settings: name, people, dates."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.forms.dates import CampaignDateField
from campaigns.forms.people import MemberField, SponsorField, owners, sponsor_value
from campaigns.models import Brand, Campaign
from campaigns.selectors.preparation import DateWarning, moved_warnings
from core.access import Access
from core.editing import VersionedModelForm
from core.models import Membership


class CampaignForm(VersionedModelForm):
    """The type is not here: it decides too much to be changed once the work has begun."""

    owner = MemberField(
        label=gettext_lazy("Responsable"), queryset=Membership.objects.none(), empty_label=None
    )
    sponsor = SponsorField()
    prepares_on = CampaignDateField(label=gettext_lazy("Début de préparation"))
    launch_on = CampaignDateField(label=gettext_lazy("Lancement"))
    ends_on = CampaignDateField(label=gettext_lazy("Fin"), required=False)
    move_along = forms.BooleanField(
        label=gettext_lazy("Décaler aussi les vagues à venir et les dates fixées du planning"),
        required=False,
        help_text=gettext_lazy("Elles gardent leur distance au lancement. Ce qui est en ligne ne bouge pas."),
    )
    accepted = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Campaign
        fields = ("name", "brand", "owner", "prepares_on", "launch_on", "ends_on", "place")

    def __init__(self, *args: Any, access: Access, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        campaign: Campaign = self.instance
        people = owners(access.workspace) | Membership.objects.filter(pk=campaign.owner_id)
        self.fields["owner"].queryset = people.select_related("user")  # type: ignore[attr-defined]
        brands = Brand.objects.filter(workspace=access.workspace, is_active=True)
        brands |= Brand.objects.filter(pk=campaign.brand_id or 0)
        self.fields["brand"].queryset = brands  # type: ignore[attr-defined]
        self.fields["brand"].empty_label = "—"  # type: ignore[attr-defined]
        self.fields["sponsor"].open_to(access.workspace)  # type: ignore[attr-defined]
        self.initial["sponsor"] = sponsor_value(campaign)
        self.initial.setdefault("move_along", True)
        if campaign.type == Campaign.Type.ALWAYS_ON:
            self.fields["ends_on"].help_text = _("Laissez vide : la campagne se pilote par périodes.")
        else:
            self.fields["ends_on"].required = True

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        launch, end, start = data.get("launch_on"), data.get("ends_on"), data.get("prepares_on")
        if launch and end and end < launch:
            self.add_error("ends_on", _("La fin tombe avant le lancement."))
        if launch and start and start > launch:
            self.add_error("prepares_on", _("La préparation commence après le lancement."))
        return data

    def warnings(self) -> list[DateWarning]:
        """What the new dates ask somebody to confirm. Call it once the form is valid."""
        data = self.cleaned_data
        today = timezone.localdate()
        return moved_warnings(self.instance, data["launch_on"], data["ends_on"], today=today)

    def changes(self) -> dict[str, Any]:
        member, stakeholder = self.cleaned_data["sponsor"]
        return super().changes() | {"sponsor_member": member, "sponsor_stakeholder": stakeholder}
