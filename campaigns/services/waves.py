"""Waves and their placements: add, edit, order, delete. The plan's approval is looked after each time."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max, ProtectedError
from django.utils.translation import gettext as _

from campaigns.models import Campaign, Format, Placement, SignOffRequest, Task, Wave
from campaigns.services.calendar_revisions import revisions_keep
from campaigns.services.campaign import Edited
from campaigns.services.plan import plan_reschedule
from campaigns.services.signoff import requests_end, signable_edit
from campaigns.services.waivers import waivers_void
from core.access import Access
from core.audit import audit_record
from core.editing import row_edit, subject_of
from core.formatting import date_short


class WaveHeld(Exception):
    """A wave, or one of its placements, cannot go: work hangs on it. `words` says which."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


def wave_add(
    *, campaign: Campaign, actor: Access, values: Mapping[str, Any], formats: Collection[Format]
) -> tuple[Wave, list[SignOffRequest]]:
    """Add a wave at the end, with its channels × formats.

    Raises ValidationError for dates in disorder and for a name another wave has.
    """
    with signable_edit(campaign=campaign, kinds=["plan"], actor=actor) as edit:
        last = campaign.waves.aggregate(last=Max("number"))["last"] or 0
        wave = Wave(campaign=campaign, number=last + 1, **values)
        check_window(wave, campaign)
        _check_name(wave)
        wave.full_clean()
        wave.save()
        Placement.objects.bulk_create(_placement(wave, row) for row in formats)
        _log(wave, actor, "created")
        revisions_keep(campaign, campaign.tasks.all())
    return wave, edit.voided


def wave_edit(
    *,
    wave: Wave,
    actor: Access,
    expected_version: int,
    changes: Mapping[str, Any],
    formats: Collection[Format],
) -> Edited:
    """Change a wave's name, window and placements. Tasks pinned to its first or last day follow it.

    Raises EditConflict, ValidationError, and WaveHeld when a placement that would go holds assets.
    """
    campaign = wave.campaign
    with signable_edit(campaign=campaign, kinds=["plan"], actor=actor) as edit:
        before = (wave.goes_live_on, wave.ends_on)
        wanted = Wave(**{"pk": wave.pk, "campaign": campaign, **_window(wave), **changes})
        check_window(wanted, campaign)
        if wanted.name != wave.name:
            _check_name(wanted)
        diff = row_edit(
            row=wave, actor=actor, scope=campaign.scope, expected_version=expected_version, changes=changes
        )
        diff |= _placements_set(wave, actor, formats)
        if before != (wave.goes_live_on, wave.ends_on):
            _pins_follow(wave, before)
            plan_reschedule(campaign=campaign)
        elif "name" in diff:
            revisions_keep(campaign, campaign.tasks.all())
    return Edited(diff, edit.voided)


def wave_move(*, wave: Wave, actor: Access, number: int) -> None:
    """Give a wave another rank; the others close ranks. The rank asked for is the one it gets."""
    with signable_edit(campaign=wave.campaign, kinds=["plan"], actor=actor):
        order = list(wave.campaign.waves.order_by("number"))
        moving = next(row for row in order if row.pk == wave.pk)
        order.remove(moving)
        order.insert(min(max(number, 1), len(order) + 1) - 1, moving)
        if _renumber(order):
            _log(moving, actor, "waves_reordered")


def wave_delete(*, wave: Wave, actor: Access) -> list[SignOffRequest]:
    """Remove a wave that never went live and holds no work. Raises WaveHeld, saying what holds it."""
    campaign = wave.campaign
    with signable_edit(campaign=campaign, kinds=["plan"], actor=actor) as edit:
        current = Wave.objects.get(pk=wave.pk)
        rest = list(campaign.waves.exclude(pk=wave.pk).order_by("number"))
        if not rest:
            raise WaveHeld(_("Une campagne garde au moins une vague."))
        if current.opened_at:
            raise WaveHeld(_("Cette vague est déjà ouverte : elle fait partie de ce qui a eu lieu."))
        _log(current, actor, "deleted")
        waivers_void(wave=current, actor=actor)
        try:
            current.delete()
        except ProtectedError as error:
            raise WaveHeld(
                _("Des assets sont rattachés à cette vague : changez-les de vague ou supprimez-les d’abord.")
            ) from error
        requests_end(campaign=campaign, actor=actor, only_gone=True)
        _renumber(rest)
    return edit.voided


def check_window(wave: Wave, campaign: Campaign) -> None:
    """A wave lives inside its campaign's window. Raises ValidationError beside the date at fault."""
    errors = {}
    if wave.goes_live_on < campaign.launch_on:
        errors["goes_live_on"] = _(
            "La vague commence le %(start)s, avant le lancement de la campagne le %(launch)s."
        ) % {"start": date_short(wave.goes_live_on), "launch": date_short(campaign.launch_on)}
    if campaign.ends_on:
        if wave.goes_live_on > campaign.ends_on:
            errors["goes_live_on"] = _("La vague commence après la fin de la campagne.")
        elif wave.ends_on and wave.ends_on > campaign.ends_on:
            errors["ends_on"] = _("La vague finit après la campagne.")
    if wave.ends_on and wave.ends_on < wave.goes_live_on:
        errors["ends_on"] = _("La fin de la vague tombe avant sa mise en ligne.")
    if errors:
        raise ValidationError(errors)


def _check_name(wave: Wave) -> None:
    """Tasks, briefings and assets name their wave: two of one name could not be told apart."""
    if wave.campaign.waves.exclude(pk=wave.pk).filter(name__iexact=wave.name).exists():
        raise ValidationError(
            {"name": _("Une vague de cette campagne s’appelle déjà « %(name)s ».") % {"name": wave.name}}
        )


def _window(wave: Wave) -> dict[str, Any]:
    return {"name": wave.name, "goes_live_on": wave.goes_live_on, "ends_on": wave.ends_on}


def _placement(wave: Wave, row: Format) -> Placement:
    return Placement(wave=wave, channel_id=row.channel_id, format=row)


def _placements_set(wave: Wave, actor: Access, formats: Collection[Format]) -> dict[str, list[str]]:
    rows = list(wave.placements.select_related("channel", "format"))
    wanted = {row.pk for row in formats}
    gone = [row for row in rows if row.format_id not in wanted]
    new = [row for row in formats if row.pk not in {placed.format_id for placed in rows}]
    if not gone and not new:
        return {}
    before, after = (
        _names(rows),
        _names([row for row in rows if row not in gone] + [_placement(wave, row) for row in new]),
    )
    try:
        Placement.objects.filter(pk__in=[row.pk for row in gone]).delete()
    except ProtectedError as error:
        raise WaveHeld(
            _("Un canal que vous retirez porte déjà du travail. Retirez ce travail d’abord.")
        ) from error
    Placement.objects.bulk_create(_placement(wave, row) for row in new)
    _log(wave, actor, "placements_changed", {"placements": [before, after]})
    return {"placements": [before, after]}


def _names(rows: Iterable[Placement]) -> str:
    return ", ".join(sorted(str(row) for row in rows))


def _pins_follow(wave: Wave, before: tuple[Any, Any]) -> None:
    """Tasks fixed on the wave's first or last day stay on it."""
    for old, new in zip(before, (wave.goes_live_on, wave.ends_on), strict=True):
        if old and new and old != new:
            for task in wave.tasks.filter(pinned_on=old).exclude(status=Task.Status.DONE):
                task.pinned_on = new
                task.version += 1
                task.save(update_fields=["pinned_on", "version"])


def _renumber(order: list[Wave]) -> bool:
    """Ranks 1, 2, 3… in this order; True when any changed. The unique rank forbids swapping in place."""
    moved = [(row, rank) for rank, row in enumerate(order, start=1) if row.number != rank]
    for shift in (10_000, 0):
        for row, rank in moved:
            row.number = rank + shift
            row.save(update_fields=["number"])
    return bool(moved)


def _log(wave: Wave, actor: Access, verb: str, changes: dict[str, list[str]] | None = None) -> None:
    audit_record(
        workspace=actor.workspace,
        actor=actor.user,
        verb=verb,
        scope=wave.campaign.scope,
        subject=subject_of(wave),
        label=wave.name,
        changes=changes,
    )
