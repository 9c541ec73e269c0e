"""Whether the dates chosen for a campaign suit its type and leave time to prepare it. Never a refusal."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns import ports
from campaigns.models import Campaign, Phase, Placement, PlanTemplate
from campaigns.playbooks import Playbook, TaskTemplate, duration_warning, playbook
from campaigns.playbooks.retroplanning import Retroplanning, default_end, retroplanning
from campaigns.scheduling import CalendarError, WorkingCalendar
from campaigns.selectors.plan import working_calendar
from campaigns.selectors.plan_templates import template_book, template_lead, template_limits
from core.formatting import date_long
from core.models import Workspace

#: How far a launch that would fit is looked for, beyond the first guess.
_TRIES = 60


@dataclass(frozen=True)
class DateWarning:
    """Something to accept or to change before saving: what, and the date that would lift it."""

    key: str
    text: str
    suggestion: str = ""


@dataclass(frozen=True)
class Preparation:
    """A type's retroplanning for the dates chosen.

    `starts_on` is the last day on which the work can begin; `missing_days` the working days it lies in
    the past (0 when there is time), and then `fitting_launch` is the first launch that leaves enough.
    `not_before` are the days before which a template's tasks may not begin, by key.
    """

    book: Playbook
    plan: Retroplanning
    launch_on: date
    ends_on: date | None
    starts_on: date
    missing_days: int
    fitting_launch: date | None
    not_before: Mapping[str, date] = field(default_factory=dict)

    @property
    def tasks(self) -> int:
        return sum(1 for task in self.plan.tasks if task.template.kind != "milestone")

    @property
    def milestones(self) -> int:
        return len(self.plan.tasks) - self.tasks


def workspace_calendar(workspace: Workspace) -> WorkingCalendar:
    """The days a workspace works. A place its settings misspell falls back to mainland France."""
    try:
        return working_calendar(workspace)
    except CalendarError:
        return WorkingCalendar("FR")


def templates_of(book: Playbook) -> tuple[TaskTemplate, ...]:
    """The tasks a new campaign starts with: the type's own, and for an endless one its first period's."""
    return book.tasks + (book.period.tasks if book.period else ())


def preparation(
    campaign_type: str,
    *,
    calendar: WorkingCalendar,
    today: date,
    launch_on: date,
    ends_on: date | None = None,
    event_on: date | None = None,
    event_ends_on: date | None = None,
    template: PlanTemplate | None = None,
) -> Preparation:
    """Count a type's preparation back from a launch, or a template's. Raises OutOfCalendar for dates no plan
    reaches."""
    book = template_book(template) if template else playbook(campaign_type)
    lead = template_lead(template) if template else None

    def counted_back(launch: date) -> Retroplanning:
        moved = launch - launch_on
        return retroplanning(
            book,
            launch=launch,
            end=ends_on + moved if ends_on else None,
            event=event_on + moved if event_on else None,
            event_end=event_ends_on + moved if event_ends_on else None,
            calendar=calendar,
            tasks=templates_of(book),
        )

    def begins(launch: date) -> date:
        return launch - lead if lead is not None else counted_back(launch).prepares_on

    plan, starts_on = counted_back(launch_on), begins(launch_on)
    missing = max(0, calendar.working_days_between(starts_on, today))
    fitting = None
    if missing:
        fitting = calendar.add_working_days(launch_on, missing)
        for _try in range(_TRIES):
            # Holidays and waves that start on other days may ask for a few days more than the first guess.
            if begins(fitting) >= today:
                break
            fitting = calendar.next_working_day(fitting + timedelta(days=1))
    limits = template_limits(template, launch_on, calendar) if template else {}
    return Preparation(book, plan, launch_on, ends_on, starts_on, missing, fitting, limits)


def date_warnings(ready: Preparation) -> list[DateWarning]:
    """What to tell the person before these dates are saved, in words; empty when all suits the type."""
    found = _duration(ready.book.type, ready.launch_on, ready.ends_on)
    if ready.missing_days:
        found.append(_too_soon(ready.missing_days, ready.starts_on, ready.fitting_launch))
    return found


def moved_warnings(
    campaign: Campaign, launch_on: date, ends_on: date | None, *, today: date
) -> list[DateWarning]:
    """What to tell somebody who moves a campaign to these dates; dates kept are not judged again.

    The retroplanning is not counted back anew: the plan, which knows what is done, says what it lacks.
    """
    if (launch_on, ends_on) == (campaign.launch_on, campaign.ends_on):
        return []
    found = _duration(campaign.type, launch_on, ends_on)
    live = campaign.is_live or campaign.phase in (Phase.BILAN, Phase.CLOTUREE)
    if launch_on < today and not live:
        said = _("Ce lancement est passé, et la campagne n’est pas encore en ligne : %(day)s.")
        found.append(DateWarning("past", said % {"day": date_long(launch_on)}))
    return found


def _duration(campaign_type: str, launch_on: date, ends_on: date | None) -> list[DateWarning]:
    duration = duration_warning(campaign_type, launch_on, ends_on)
    if not duration:
        return []
    hint = ""
    if duration.suggested_end:
        hint = _("Fin conseillée : %(day)s.") % {"day": date_long(duration.suggested_end)}
    return [DateWarning("duration", duration.text, hint)]


def copy_warnings(
    source: Campaign, launch_on: date, *, calendar: WorkingCalendar, today: date
) -> list[DateWarning]:
    """What to tell somebody who moves a copy of a campaign to this launch."""
    starts_on = source.prepares_on + (launch_on - source.launch_on)
    missing = calendar.working_days_between(starts_on, today)
    if missing <= 0:
        return []
    fitting = calendar.next_working_day(today + (source.launch_on - source.prepares_on))
    return [_too_soon(missing, starts_on, fitting)]


def duplicate_contents(source: Campaign) -> dict[str, int]:
    """How much of a campaign its copy takes: waves, placements, tasks, objectives."""
    return {
        "waves": source.waves.count(),
        "placements": Placement.objects.filter(wave__campaign=source).count(),
        "tasks": source.tasks.count(),
        "objectives": source.objectives.count(),
    }


def copied_elsewhere(source: Campaign) -> list[str]:
    """What the other apps put in the copy, a line each: budget, creative briefs, targets."""
    return [line for lines in ports.copies for line in lines(source)]


def _too_soon(missing: int, starts_on: date, fitting: date | None) -> DateWarning:
    text = ngettext(
        "Il manque %(count)s jour ouvré pour préparer ce lancement : le travail aurait dû commencer le "
        "%(start)s.",
        "Il manque %(count)s jours ouvrés pour préparer ce lancement : le travail aurait dû commencer le "
        "%(start)s.",
        missing,
    )
    hint = _("Premier lancement qui laisse le temps : %(day)s.")
    return DateWarning(
        "preparation",
        text % {"count": missing, "start": date_long(starts_on)},
        hint % {"day": date_long(fitting)} if fitting else "",
    )


@dataclass(frozen=True)
class WavePreview:
    name: str
    first: date
    last: date


def wave_previews(ready: Preparation) -> list[WavePreview]:
    """The waves a campaign of these dates would start with."""
    windows = ready.plan.waves
    return [WavePreview(str(wave.name), *windows[wave.key]) for wave in ready.book.waves]


def default_window(campaign_type: str, launch_on: date) -> date | None:
    """The end a type proposes for a launch; None for one that has no end."""
    book = playbook(campaign_type)
    return None if book.open_ended else default_end(book, launch_on)


def proposed_launch(campaign_type: str, calendar: WorkingCalendar, today: date) -> date:
    """A first launch date to show in an empty form: a Tuesday that leaves time to prepare."""
    book = playbook(campaign_type)
    guess = today + timedelta(weeks=book.preparation_weeks + 1)
    guess += timedelta(days=(1 - guess.weekday()) % 7)
    ready = preparation(
        campaign_type,
        calendar=calendar,
        today=today,
        launch_on=guess,
        ends_on=default_window(campaign_type, guess),
    )
    return ready.fitting_launch or calendar.next_working_day(guess)
