"""What a plan says in sentences: will the launch hold, why, what an edit moved."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.models import Campaign, Phase, Task, Wave
from campaigns.scheduling import Binding, Cause, DeadlineMissed, LagUnit, LinkType, PinConflict, PinOnDayOff
from campaigns.selectors.lead_times import LeadTime
from campaigns.selectors.plan_outlook import Outlook
from core.formatting import calendar_days, date_day, date_long, date_range, working_days


def one_stop(text: str) -> str:
    """A sentence that ends on an abbreviated month needs no second full stop: «le 12 janv..»."""
    return text[:-1] if text.endswith("..") else text


@dataclass(frozen=True)
class Standing:
    """The first sentence of the page. `tone` is ok, warn or bad; `chain_title` heads what binds it."""

    text: str
    detail: str
    tone: str
    chain_title: str = ""


@dataclass(frozen=True)
class Step:
    """One link of the binding chain: a task, its days, how long it lasts, and why it lies there."""

    task: Task
    window: str
    why: str
    days: int


def standing_of(
    campaign: Campaign, outlook: Outlook | None, *, waves: Iterable[Wave], late: int
) -> Standing | None:
    """None when there is nothing to say: no task, or dates beyond the calendar."""
    if outlook is None:
        return None
    if campaign.phase in (Phase.CLOTUREE, Phase.ABANDONNEE):
        return Standing(_("La campagne est terminée : son planning reste lisible."), "", "info")
    overdue = _overdue(late)
    if campaign.is_live or campaign.phase == Phase.BILAN:
        day = date_long(campaign.launch_on)
        text = _("La campagne est lancée depuis le %(day)s.") % {"day": day}
        tone = "warn" if late or outlook.conflicts else "ok"
        return Standing(text, overdue or _("Rien n’est en retard."), tone)
    return _preparing(campaign, outlook, _launching(campaign, outlook, waves), overdue)


def _launching(campaign: Campaign, outlook: Outlook, waves: Iterable[Wave]) -> str:
    """What the tightest date launches: the campaign, or a later wave, which is then named."""
    if outlook.deadline == campaign.launch_on:
        return ""
    return next((wave.name for wave in waves if wave.goes_live_on == outlook.deadline), "")


def _preparing(campaign: Campaign, outlook: Outlook, wave: str, overdue: str) -> Standing:
    """Of a campaign that is not live: does its tightest launch, or that of `wave`, hold."""
    values = {"day": date_long(outlook.deadline), "wave": wave}
    if outlook.late_by:
        words = (
            _("Il manque %(missing)s pour mettre en ligne « %(wave)s », la vague la plus serrée, le %(day)s.")
            if wave
            else _("Il manque %(missing)s pour lancer le %(day)s.")
        )
        text = words % {**values, "missing": working_days(outlook.late_by)}
        detail = _("Tout doit finir la veille au plus tard ; à ce rythme, ce serait le %(ready)s.") % {
            "ready": date_day(outlook.ready_on)
        }
        said = " ".join(filter(None, [one_stop(detail), overdue]))
        return Standing(text, said, "bad", _("Ce qui fixe cette date"))
    if outlook.margin is None:
        words = _("Tout ce qui prépare le lancement du %(day)s est terminé.")
        return Standing(words % {"day": date_long(campaign.launch_on)}, overdue, "ok")
    if outlook.margin == 0:
        words = (
            _(
                "La mise en ligne de « %(wave)s », la vague la plus serrée, tient le %(day)s, "
                "sans aucune marge."
            )
            if wave
            else _("Le lancement du %(day)s tient, sans aucune marge.")
        )
        return Standing(words % values, overdue, "warn", _("Le chemin sans marge"))
    words = (
        _(
            "La mise en ligne de « %(wave)s », la vague la plus serrée, tient le %(day)s, "
            "avec %(margin)s de marge."
        )
        if wave
        else _("Le lancement du %(day)s tient, avec %(margin)s de marge.")
    )
    text = words % {**values, "margin": working_days(outlook.margin)}
    tone = "warn" if overdue else "ok"
    return Standing(text, overdue, tone, _("Le chemin qui a le moins de marge"))


def _overdue(late: int) -> str:
    if not late:
        return ""
    return ngettext("%(count)s tâche est en retard.", "%(count)s tâches sont en retard.", late) % {
        "count": late
    }


def chain_steps(outlook: Outlook | None, tasks: Mapping[int, Task]) -> list[Step]:
    """The binding chain in words, first cause first."""
    if outlook is None:
        return []
    return steps_of(outlook.chain, outlook, tasks)


def steps_of(chain: tuple[Binding, ...], outlook: Outlook, tasks: Mapping[int, Task]) -> list[Step]:
    steps = []
    for binding in chain:
        task = tasks[int(binding.task)]
        dated = outlook.schedule.tasks[task.pk]
        window = date_day(dated.end) if task.is_milestone else date_range(dated.start, dated.end)
        # Of a measured approval, what was measured; work begun spans other days than it was given.
        days = dated.duration if task.measured else task.duration_days
        steps.append(Step(task, window, _why(binding, task), days))
    return steps


def _why(binding: Binding, task: Task) -> str:
    if binding.cause == Cause.LINK and binding.link is not None:
        return link_words(binding.link.type, binding.link.lag, binding.link.lag_unit)
    if task.is_done:
        return _("terminée")
    if task.status == Task.Status.DOING:
        return _("en cours")
    if binding.cause == Cause.PINNED:
        return _("date fixée")
    if binding.cause == Cause.NOT_BEFORE:
        if task.not_before and binding.day >= task.not_before > timezone.localdate():
            return _("pas avant le %(day)s") % {"day": date_day(task.not_before)}
        return _("pas commencée : au plus tôt aujourd’hui")
    return _("au début de la préparation")


def link_words(kind: str, lag: int, unit: str = LagUnit.WORKING) -> str:
    """How a task waits for the one before it: «à la suite», «2 jours ouvrés après la fin»."""
    days = calendar_days if unit == LagUnit.CALENDAR else working_days
    words = {
        LinkType.FS: (_("à la suite"), _("%(lag)s après la fin")),
        LinkType.SS: (_("commence en même temps"), _("commence %(lag)s après")),
        LinkType.FF: (_("finit en même temps"), _("finit %(lag)s après")),
        LinkType.SF: (_("finit quand l’autre commence"), _("finit %(lag)s après le début de l’autre")),
    }[LinkType(kind)]
    if not lag:
        return words[0]
    if lag < 0:
        return _("%(link)s, avancé de %(lag)s") % {"link": words[0], "lag": days(-lag)}
    return words[1] % {"lag": days(lag)}


def lead_words(lead: LeadTime | None) -> str:
    """What a measured approval's duration rests on; empty for any other task."""
    if lead is None:
        return ""
    if lead.days:
        words = ngettext("mesuré sur %(count)s réponse", "mesuré sur %(count)s réponses", lead.answers)
    elif lead.answers:
        words = ngettext(
            "mesure impossible : %(count)s réponse", "mesure impossible : %(count)s réponses", lead.answers
        )
    else:
        words = _("mesure impossible : aucune réponse")
    return words % {"count": lead.answers}


def conflict_words(problem: PinConflict | PinOnDayOff | DeadlineMissed, tasks: Mapping[int, Task]) -> str:
    """Why a fixed date or a last day does not hold."""
    task = tasks[int(problem.task)]
    if isinstance(problem, DeadlineMissed):
        words = _(
            "« %(task)s » doit finir le %(day)s au plus tard ; elle finirait le %(ready)s : %(late)s de trop."
        )
        return words % {
            "task": task.name, "day": date_day(problem.not_after), "ready": date_day(problem.end),
            "late": working_days(problem.days_late),
        }  # fmt: skip
    if isinstance(problem, PinOnDayOff):
        words = _("« %(task)s » est fixée au %(day)s, un jour non travaillé : elle passe au %(moved)s.")
        return one_stop(words % {
            "task": task.name, "day": date_day(problem.pinned), "moved": date_day(problem.moved_to)
        })  # fmt: skip
    values = {
        "task": task.name,
        "day": date_day(problem.pinned),
        "missing": working_days(problem.days_late),
        "earliest": date_day(problem.earliest),
    }
    if problem.link is None:
        words = _("« %(task)s » est fixée au %(day)s, mais ne peut pas avant le %(earliest)s.")
        return one_stop(words % values)
    before = tasks[int(problem.link.predecessor)].name
    words = _(
        "« %(task)s » est fixée au %(day)s, il manque %(missing)s : « %(before)s » ne le permet que le "
        "%(earliest)s."
    )
    return one_stop(words % {**values, "before": before})


def change_words(said: str, moved: int, outlook: Outlook | None, campaign: Campaign) -> str:
    """What an edit did, for a toast: «Enregistré. 3 tâches décalées, lancement tenu.»"""
    parts = [said]
    if moved:
        shifted = ngettext("%(count)s autre tâche décalée", "%(count)s autres tâches décalées", moved)
        shifted %= {"count": moved}
        hold = _launch_words(outlook, campaign)
        parts.append(
            _("%(shifted)s, %(launch)s.") % {"shifted": shifted, "launch": hold} if hold else f"{shifted}."
        )
    elif outlook and outlook.late_by and not campaign.is_live:
        parts.append(_("Il manque %(missing)s.") % {"missing": working_days(outlook.late_by)})
    return " ".join(parts)


def _launch_words(outlook: Outlook | None, campaign: Campaign) -> str:
    if outlook is None or campaign.is_live:
        return ""
    if outlook.late_by:
        return _("il manque %(missing)s") % {"missing": working_days(outlook.late_by)}
    return _("lancement tenu")
