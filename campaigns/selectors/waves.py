"""The waves of a campaign with what each holds."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from campaigns.models import Campaign, Placement, SignOffRequest, Wave
from campaigns.signoff.standing import latest_requests
from core.formatting import date_short


@dataclass(frozen=True)
class PlannedWave:
    """A wave and its placements, each with its channel and format."""

    wave: Wave
    placements: list[Placement] = field(default_factory=list)

    @property
    def channels(self) -> dict[int, Placement]:
        """One placement for each channel of the wave, by channel id."""
        return {placement.channel_id: placement for placement in reversed(self.placements)}


def planned_waves(campaign_ids: Iterable[int]) -> dict[int, list[PlannedWave]]:
    """{campaign id: its waves in order}: two queries.

    Call it through `read_once`: the page, the checks of coordination and those of tracking ask the same.
    """
    ids = set(campaign_ids)
    found: dict[int, list[PlannedWave]] = {pk: [] for pk in ids}
    by_pk: dict[int, PlannedWave] = {}
    for wave in Wave.objects.filter(campaign__in=ids).order_by("number"):
        by_pk[wave.pk] = planned = PlannedWave(wave)
        found[wave.campaign_id].append(planned)
    for placement in Placement.objects.filter(wave__campaign__in=ids).select_related("channel", "format"):
        by_pk[placement.wave_id].placements.append(placement)
    return found


@dataclass(frozen=True)
class ChannelFormats:
    channel: str
    formats: str


@dataclass(frozen=True)
class WaveLine:
    """A wave, its channels with their formats, and what is wrong with its window (empty: nothing)."""

    wave: Wave
    channels: list[ChannelFormats]
    problem: str
    is_first: bool
    is_last: bool
    up: int = field(default=0)
    down: int = field(default=0)


def wave_list(campaign: Campaign) -> list[WaveLine]:
    """Two queries, whatever the waves hold."""
    waves = list(campaign.waves.order_by("number"))
    placed: dict[int, dict[str, list[str]]] = {wave.pk: {} for wave in waves}
    rows = Placement.objects.filter(wave__campaign=campaign)
    for wave_id, channel, name in rows.order_by("channel__name", "format__name").values_list(
        "wave_id", "channel__name", "format__name"
    ):
        placed[wave_id].setdefault(channel, []).append(name)
    return [
        WaveLine(
            wave=wave,
            channels=[ChannelFormats(name, ", ".join(names)) for name, names in placed[wave.pk].items()],
            problem=window_problem(wave, campaign),
            is_first=index == 0,
            is_last=index == len(waves) - 1,
            up=wave.number - 1,
            down=wave.number + 1,
        )
        for index, wave in enumerate(waves)
    ]


def window_problem(wave: Wave, campaign: Campaign) -> str:
    """What puts a wave outside its campaign since the dates of one or the other changed."""
    if wave.goes_live_on < campaign.launch_on:
        day = date_short(campaign.launch_on)
        return _("Commence avant le lancement de la campagne, le %(day)s.") % {"day": day}
    last = wave.ends_on or wave.goes_live_on
    if campaign.ends_on and last > campaign.ends_on:
        return _("Finit après la campagne, le %(day)s.") % {"day": date_short(campaign.ends_on)}
    return ""


def wave_edit_voids(campaign: Campaign) -> str:
    """What saving a wave does to the plan's approval, said before it is done; "" when there is none alive."""
    request = latest_requests([campaign.pk], "plan").first()
    if request is None:
        return ""
    if request.status == SignOffRequest.Status.APPROVED:
        return _(
            "Le planning est validé. La validation du planning devient périmée si vous changez le nom, "
            "les dates ou les formats d’une vague : il faudra la redemander."
        )
    if request.status == SignOffRequest.Status.OPEN:
        return _(
            "La validation du planning est en cours : changer le nom, les dates ou les formats d’une "
            "vague annule la demande."
        )
    return ""
