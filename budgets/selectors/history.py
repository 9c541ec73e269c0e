"""What happened to a line, in words."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from budgets.models import BudgetLine
from budgets.words import currency_symbol
from core.editing import subject_of
from core.models import AuditEvent

#: How far back the page of a line goes; the campaign's history has the rest.
SHOWN = 30


@dataclass(frozen=True)
class Happened:
    """An entry of components/history.html."""

    who: str
    what: str
    detail: str
    when: datetime
    icon: str = ""


def line_history(line: BudgetLine) -> list[Happened]:
    """Newest first; one query."""
    campaign = line.budget.campaign
    events = AuditEvent.objects.filter(
        Q(subject=subject_of(line)) | Q(changes__line_id=line.pk),
        workspace_id=campaign.workspace_id,
        scope=campaign.scope,
    )
    unit = currency_symbol(campaign.workspace.currency)
    return [_said(event, unit) for event in events[:SHOWN]]


def _said(event: AuditEvent, unit: str) -> Happened:
    changes = {
        name: pair for name, pair in event.changes.items() if isinstance(pair, list) and len(pair) == 2
    }
    who = event.actor_name or pgettext("author of an automatic change", "L’import")
    reason, accepted = changes.get("reason", ["", ""])[1], str(event.changes.get("accepted", ""))
    return Happened(
        who=who,
        what=_what(event, changes, unit),
        detail=" ".join(filter(None, (_quoted(reason), accepted))),
        when=event.at,
        icon="" if event.actor_name else "upload",
    )


def _what(event: AuditEvent, changes: dict[str, list[str]], unit: str) -> str:
    label = event.label.split(" · ", 2)[-1]
    values = {
        "label": label,
        "unit": unit,
        "kind": changes.get("kind", ["", ""])[1].lower(),
        "before": changes.get("amount", changes.get("planned", ["", ""]))[0],
        "after": changes.get("amount", changes.get("planned", ["", ""]))[1],
    }
    if event.verb == "entry_added":
        return _("a saisi %(after)s %(unit)s (%(kind)s) : %(label)s") % values
    if event.verb == "entry_corrected":
        return _corrected(changes, values)
    if event.verb == "entry_cancelled":
        return _("a annulé %(after)s %(unit)s (%(kind)s) : %(label)s") % values
    if event.verb == "entry_moved":
        return _("a déplacé %(after)s %(unit)s (%(label)s) sur une autre ligne") % values
    if event.verb == "entry_imported":
        return _imported(values)
    if event.verb == "created":
        return _("a créé la ligne avec %(after)s %(unit)s prévus") % values
    if "planned" in changes:
        return _("a changé le prévu : %(before)s %(unit)s → %(after)s %(unit)s") % values
    return _("a changé la note")


def _corrected(changes: dict[str, list[str]], values: dict[str, str]) -> str:
    if values["before"]:
        return _("a corrigé %(label)s : %(before)s %(unit)s → %(after)s %(unit)s") % values
    return _("a corrigé %(label)s, sans toucher au montant") % values


def _imported(values: dict[str, str]) -> str:
    if not values["before"]:
        return _("a apporté %(after)s %(unit)s réalisés (%(label)s)") % values
    if not values["after"]:
        return _("a retiré %(before)s %(unit)s réalisés (%(label)s)") % values
    return _("a remplacé %(before)s %(unit)s par %(after)s %(unit)s réalisés (%(label)s)") % values


def _quoted(reason: str) -> str:
    return _("« %(text)s »") % {"text": reason} if reason else ""
