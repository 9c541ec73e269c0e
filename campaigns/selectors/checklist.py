"""Gate results as the lines people read: what, why, who holds it, since when, the link that fixes it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from campaigns.access import CampaignAccess
from campaigns.gates import CheckResult, Finding, GateReport
from campaigns.models import Campaign, Phase, Waiver
from campaigns.models.campaign import STEPS
from campaigns.selectors.awaited import Reminder
from core.formatting import date_short

#: What the icon of a state says aloud, and which it is.
_STATES = {
    "ok": ("check-circle", _l("Tenu")),
    "waived": ("flag", _l("Passé par dérogation")),
    "waiting": ("clock", _l("En cours")),
    "bad": ("alert", _l("Non tenu")),
    "todo": ("circle", _l("Pas encore")),
}

#: A livrable and the criterion that its approval satisfies, each way.
_PAIRS = {"brief": "brief_validated", "planning": "plan_approved", "budget": "budget_signed"}
_TWINS = _PAIRS | {criterion: livrable for livrable, criterion in _PAIRS.items()}


@dataclass(frozen=True)
class CheckItem:
    """One line of a checklist. `state`: "ok", "waived", "waiting", "bad" or "todo" (its phase is to come)."""

    key: str
    id: str
    state: str
    label: str
    why: str
    names: str  # who holds it, by name alone
    held_by: str  # the same with what they are
    since: date | None
    fix_url: str
    fix_label: str
    waiver: str
    waiver_url: str  # where it is lifted, for those who may
    waiver_asked: str = ""  # asked for, not signed yet
    waivers_url: str = ""  # where a request is read
    echo_of: "CheckItem | None" = None  # the line above that already says why
    reminder: Reminder | None = None

    @property
    def icon(self) -> str:
        return _STATES[self.state][0]

    @property
    def said(self) -> str:
        return str(_STATES[self.state][1])


def check_items(
    results: Iterable[CheckResult],
    *,
    access: CampaignAccess,
    prefix: str,
    may_waive: bool = False,
    reminders: Mapping[str, Reminder] | None = None,
) -> list[CheckItem]:
    """The lines of a checklist, each with the link that fixes it where this person may follow it.

    `reminders` are the criteria where a click reminds those whose signature is awaited.

    A held line shows neither who nor since when: there is nothing to chase. Nor does one whose phase is
    to come: nobody is late with it.
    """
    asked = reminders or {}
    return [_item(result, access, prefix, may_waive, asked.get(result.key)) for result in results]


def without_echoes(items: Sequence[CheckItem], above: Sequence[CheckItem]) -> list[CheckItem]:
    """A line whose twin above gives the same reason points to it instead of saying it again."""
    by_key = {item.key: item for item in above}
    found = []
    for item in items:
        twin = by_key.get(_TWINS.get(item.key, ""))
        found.append(
            replace(item, echo_of=twin, held_by=item.names) if twin and _says_the_same(item, twin) else item
        )
    return found


def _says_the_same(one: CheckItem, other: CheckItem) -> bool:
    """Whether two lines hold or miss for one reason; one of them may belong to a phase to come."""
    return (one.why, one.state == "ok") == (other.why, other.state == "ok")


def fix_of(finding: Finding, access: CampaignAccess) -> str:
    """Where this person may mend it; empty when nothing is to mend, or the page would refuse them."""
    return "" if finding.ok or not access.covers(finding.fix_at_least) else finding.fix_url


def _item(
    result: CheckResult, access: CampaignAccess, prefix: str, may_waive: bool, reminder: Reminder | None
) -> CheckItem:
    finding, waiver, campaign = result.finding, result.waiver, access.campaign
    state = "todo" if result.state == "bad" and _to_come(result, campaign) else result.state
    chased = state in ("bad", "waiting")
    why = finding.why
    return CheckItem(
        key=result.key,
        id=f"{prefix}-{result.key}",
        state=state,
        label=result.label,
        why=why.removesuffix(".") if chased and finding.held_by else why,
        names=finding.held_by if chased else "",
        held_by=(finding.held_by_as or finding.held_by) if chased else "",
        since=finding.since if chased else None,
        fix_url=fix_of(finding, access),
        fix_label=finding.fix_label,
        waiver=waiver_words(waiver) if waiver else "",
        waiver_url=_revoke_url(campaign, waiver) if waiver and may_waive else "",
        waiver_asked=asked_words(result.asked) if result.asked else "",
        waivers_url=reverse("campaigns:waivers", args=[campaign.workspace.slug, campaign.reference])
        if result.asked
        else "",
        reminder=reminder if state == "waiting" else None,
    )


def _to_come(result: CheckResult, campaign: Campaign) -> bool:
    return (
        result.phase in STEPS
        and campaign.phase in STEPS
        and STEPS.index(Phase(campaign.phase)) < STEPS.index(result.phase)
    )


def waiver_words(waiver: Waiver) -> str:
    """«Dérogation d’Inès Moreau jusqu’au 14 janv. 2027 : attestation reçue.»"""
    return _("Dérogation accordée par %(who)s jusqu’au %(day)s : %(reason)s") % {
        "who": waiver.grantor,
        "day": date_short(waiver.valid_until),
        "reason": waiver.reason,
    }


def asked_words(waiver: Waiver) -> str:
    """«Dérogation demandée à Hélène Aubry, pas encore signée»."""
    return _("Dérogation demandée à %(who)s, pas encore signée") % {"who": getattr(waiver, "asked_of", "")}


def _revoke_url(campaign: Campaign, waiver: Waiver) -> str:
    args = [campaign.workspace.slug, campaign.reference, waiver.pk]
    return reverse("campaigns:waiver-revoke", args=args)


def blocking_sentence(report: GateReport) -> str:
    """What a gate waits for, in one sentence: empty when it is open."""
    if report.pause_blocks:
        return _("Rien n’avance tant que la campagne est en pause.")
    count = len(report.missing)
    if not count:
        return ""
    return ngettext(
        "Un point bloque la suite : %(first)s.",
        "%(count)s points bloquent la suite, d’abord : %(first)s.",
        count,
    ) % {"count": count, "first": first_missing(report)}


def first_missing(report: GateReport) -> str:
    """The first thing a gate waits for, with who holds it: «Budget signé, attend Paul Tessier»."""
    if not report.missing:
        return ""
    result = report.missing[0]
    if result.finding.held_by:
        return _("%(label)s, attend %(who)s") % {"label": result.label, "who": result.finding.held_by}
    return result.label
