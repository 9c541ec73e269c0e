"""The story of a campaign: phase changes, waivers and everything the audit trail keeps, newest first."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import Campaign, Phase, PhaseChange
from campaigns.ports import Text
from campaigns.signoff import content_words, kinds_loaded
from core.audit_words import audit_words
from core.models import AuditEvent

_PHASE_VERBS: dict[str, tuple[Text, str, str]] = {
    "advance": (gettext_lazy("a fait passer la campagne de %(source)s à %(target)s"), "arrow-right", "ok"),
    "reopen": (gettext_lazy("a rouvert la campagne à la phase %(target)s"), "undo", "warn"),
    "abandon": (gettext_lazy("a abandonné la campagne"), "stop", "bad"),
    "pause": (gettext_lazy("a mis la campagne en pause"), "pause", "warn"),
    "resume": (gettext_lazy("a repris la campagne"), "play", "ok"),
    "stop": (gettext_lazy("a arrêté la diffusion"), "stop", "warn"),
    "open_wave": (gettext_lazy("a ouvert la vague « %(wave)s »"), "wave", "ok"),
}


WAIVER_VERBS = ("waiver_asked", "waiver_granted", "waiver_withdrawn", "waiver_revoked")
_TONES = {
    "signoff_approved": "ok",
    "signoff_reserved": "ok",
    "signoff_rejected": "bad",
    "waiver_granted": "warn",
}
_SIGNED = {"signoff_approved", "signoff_reserved", "signoff_rejected", "signoff_taken_back"}


@dataclass(frozen=True)
class CheckLine:
    """One line of the gate's report kept with a phase change."""

    label: str
    state: str
    why: str
    waiver: str


@dataclass(frozen=True)
class Entry:
    who: str
    what: str
    when: datetime
    detail: str = ""
    icon: str = ""
    tone: str = ""
    changes: list[dict[str, str]] = field(default_factory=list)
    checks: list[CheckLine] = field(default_factory=list)


def history_entries(
    campaign: Campaign, *, limit: int, before: datetime | None = None, only: str = "", brief: bool = False
) -> list[Entry]:
    """The newest `limit` entries, older than `before`; `only` is "phases", "derogations" or "" for all.
    `brief` ones come without what each passage checked, whose reports are long.

    Two queries at most, each bounded by `limit`.
    """
    earlier = {"at__lt": before} if before else {}
    entries: list[Entry] = []
    if only in ("", "phases"):
        changes = campaign.phase_changes.filter(**earlier).select_related("wave")
        changes = changes.defer("report") if brief else changes
        entries += [_phase_entry(change, checked=not brief) for change in changes[:limit]]
    if only in ("", "derogations"):
        events = AuditEvent.objects.filter(
            workspace_id=campaign.workspace_id, scope=campaign.scope, **earlier
        )
        if only:
            events = events.filter(verb__in=WAIVER_VERBS)
        rows = list(events[:limit])
        with kinds_loaded(signed_kinds(rows)):
            entries += [audit_entry(event) for event in rows]
    return sorted(entries, key=lambda entry: entry.when, reverse=True)[:limit]


def _phase_entry(change: PhaseChange, *, checked: bool) -> Entry:
    words, icon, tone = _PHASE_VERBS[change.verb]
    values = {
        "source": Phase(change.source).label,
        "target": Phase(change.target).label,
        "wave": change.wave.name if change.wave else "",
    }
    return Entry(
        who=change.actor_name or _("Le système"),
        what=str(words) % values,
        when=change.at,
        detail=change.reason,
        icon=icon,
        tone=tone,
        checks=[_check_line(line) for line in change.report.get("checks", ())] if checked else [],
    )


def _check_line(line: dict[str, Any]) -> CheckLine:
    waiver = line.get("waiver")
    state = "ok" if line.get("ok") else "waived" if waiver else "waiting" if line.get("waiting") else "bad"
    said = ""
    if waiver:
        said = _("Dérogation de %(who)s : %(reason)s") % {
            "who": waiver["by"],
            "reason": waiver["reason"],
        }
    return CheckLine(str(line.get("label", "")), state, str(line.get("why", "")), said)


def audit_entry(event: AuditEvent) -> Entry:
    words, icon = audit_words(event, {"content": _signed_content(event)})
    signed = event.verb in _SIGNED
    changes = [
        {"label": _field_label(event.subject, name), "before": _excerpt(pair[0]), "after": _excerpt(pair[1])}
        for name, pair in event.changes.items()
        if isinstance(pair, list) and len(pair) == 2
    ]
    return Entry(
        # A stakeholder signs without an account: the event is labelled with their name.
        who=event.actor_name or (event.label if signed else event.changes.get("by") or _("Le système")),
        what=words,
        when=event.at,
        detail=str(event.changes.get("reason", "")) if signed else _comment(event),
        icon=icon,
        tone=_TONES.get(event.verb, ""),
        changes=changes,
    )


def _excerpt(value: object) -> str:
    """A history is read in passing: a text of pages shows its beginning."""
    return Truncator(str(value)).chars(600)


def _comment(event: AuditEvent) -> str:
    """What was said with the act, when it was said in words rather than as a change."""
    comment = event.changes.get("comment", "")
    return comment if isinstance(comment, str) else ""


def signed_kinds(events: Iterable[AuditEvent]) -> set[str]:
    """The kinds of content that some acts are about, to read them all at once."""
    return {str(event.changes.get("kind", "")) for event in events if event.verb in _SIGNED}


def _signed_content(event: AuditEvent) -> str:
    """«le brief, version 3», for the decisions of signers."""
    return content_words(event.changes.get("kind"), event.changes.get("version"))


def _field_label(subject: str, name: str) -> str:
    """The name people know a field by, from the audit's subject («objective:7»)."""
    model = _models().get(subject.partition(":")[0])
    try:
        return capfirst(str(model._meta.get_field(name).verbose_name)) if model else name  # type: ignore[union-attr]
    except FieldDoesNotExist:
        return name


@cache
def _models() -> dict[str, type[Model]]:
    return {model._meta.model_name or "": model for model in apps.get_models()}
