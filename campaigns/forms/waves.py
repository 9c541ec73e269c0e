"""A wave: its name, its window, its channels × formats."""

from typing import Any, NamedTuple

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.forms.dates import CampaignDateField
from campaigns.models import Campaign, Format, Wave
from core.editing import VersionedModelForm
from core.forms import RowsFormField


class Box(NamedTuple):
    """A format to tick, named without its channel."""

    tag: str
    id_for_label: str
    short_label: str
    ticked: bool


class ChannelBoxes(NamedTuple):
    """A channel and the formats it offers."""

    name: str
    boxes: list[Box]


class FormatField(RowsFormField):
    """Formats of the workspace's channels; the template groups them by channel."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.channel} · {obj.name}"


class WaveForm(VersionedModelForm):
    goes_live_on = CampaignDateField(label=gettext_lazy("Mise en ligne"))
    ends_on = CampaignDateField(label=gettext_lazy("Fin"), required=False)
    formats = FormatField(
        label=gettext_lazy("Canaux et formats"), queryset=Format.objects.none(), required=False
    )

    class Meta:
        model = Wave
        fields = ("name", "goes_live_on", "ends_on")

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        placed = (
            set(self.instance.placements.values_list("format_id", flat=True)) if self.instance.pk else set()
        )
        offered = Format.objects.filter(
            channel__workspace_id=campaign.workspace_id, channel__is_active=True, is_active=True
        )
        # A format set aside since stays ticked until somebody unticks it.
        rows = (offered | Format.objects.filter(pk__in=placed)).select_related("channel")
        self.fields["formats"].queryset = rows.order_by("channel__name", "name")  # type: ignore[attr-defined]
        self.initial.setdefault("formats", placed)
        if campaign.ends_on is None:
            self.fields["ends_on"].help_text = _("Laissez vide si la vague dure autant que la campagne.")
        else:
            self.fields["ends_on"].required = True

    @cached_property
    def channels(self) -> dict[str, list[ChannelBoxes]]:
        """The check boxes by channel: those the wave uses, then the others."""
        rows = {row.pk: row for row in self.fields["formats"].queryset}  # type: ignore[attr-defined]
        groups: dict[str, ChannelBoxes] = {}
        for bound in self["formats"]:
            row = rows[bound.data["value"].value]
            group = groups.setdefault(str(row.channel), ChannelBoxes(str(row.channel), []))
            group.boxes.append(Box(bound.tag(), bound.id_for_label, row.name, bound.data["selected"]))
        used = [group for group in groups.values() if any(box.ticked for box in group.boxes)]
        return {"used": used, "other": [group for group in groups.values() if group not in used]}
