"""What the lifecycle says to the chain of evidence: moves, pauses, openings and waivers.

The events state what was done and what the gate said, check by check. Whoever did it, and the words they
wrote, stand in the erasable identity; so does the hash of the report kept in the history, for its
sentences name people.
"""

from typing import Any

from campaigns.evidence.canonical import canonical_json, fingerprint
from campaigns.models import PhaseChange, Signature, SignOffRequest, Waiver
from campaigns.selectors.waivers import check_label
from campaigns.services.evidence import evidence_append
from core.access import Access
from core.audit import audit_record
from core.formatting import date_short
from core.models import User

Verb = PhaseChange.Verb

#: Kind of the event for each verb of the history.
KINDS = {
    Verb.ADVANCE: "phase_advanced",
    Verb.REOPEN: "phase_reopened",
    Verb.ABANDON: "campaign_abandoned",
    Verb.PAUSE: "campaign_paused",
    Verb.RESUME: "campaign_resumed",
    Verb.STOP: "campaign_stopped",
    Verb.OPEN_WAVE: "wave_opened",
}


def change_prove(change: PhaseChange, actor: Access) -> None:
    """Append a phase change, pause, stop or opening, with the gate's answers."""
    stated: dict[str, Any] = {"from": str(change.source), "to": str(change.target)}
    if change.wave:
        stated["wave"] = change.wave.number
    if change.verb == Verb.STOP:
        stated["stopped_on"] = change.campaign.stopped_on
    who = {"by": change.actor_name, "email": actor.user.email, "reason": change.reason}
    if change.report:
        stated["can_advance"] = change.report["can_advance"]
        stated["checks"] = [_answer(line) for line in change.report["checks"]]
        who["report_sha256"] = report_fingerprint(change.report)
    evidence_append(
        campaign=change.campaign,
        kind=KINDS[Verb(change.verb)],
        subject=f"phasechange:{change.pk}",
        data=stated,
        who=who,
    )


def waiver_prove(waiver: Waiver, kind: str, *, by: str, email: str, role: str, reason: str) -> None:
    """Append a waiver granted or lifted: which check, for which wave, until when; by whom and why.

    One that was signed states the request and the exact version its signer read.
    """
    signed = waiver.approval
    version = {"request": signed.pk, "sha256": signed.snapshot.sha256} if signed else {}
    evidence_append(
        campaign=waiver.campaign,
        kind=kind,
        subject=f"waiver:{waiver.pk}",
        data={
            "check": waiver.check_key,
            "wave": waiver.wave.number if waiver.wave else None,
            "valid_until": waiver.valid_until,
            **version,
        },
        who={"by": by, "email": email, "role": role, "reason": reason},
    )


def waiver_signed(request: SignOffRequest, last: Signature) -> None:
    """A waiver's request is settled: approved, it is in force from now on, and that is written."""
    waiver = Waiver.objects.select_related("wave").filter(request=request).first()
    if waiver is None or request.status != SignOffRequest.Status.APPROVED:
        return
    waiver.request, waiver.campaign = request, request.campaign
    user = last.membership.user if last.membership else None
    said = {"day": date_short(waiver.valid_until), "comment": waiver.reason}
    # A stakeholder has no account: the history names them from here.
    waiver_log(waiver, user, "waiver_granted", said if user else {**said, "by": last.name})
    role = str(waiver.facts.get("capacity", ""))
    waiver_prove(waiver, "waiver_granted", by=last.name, email=last.email, role=role, reason=waiver.reason)


def waiver_log(waiver: Waiver, user: User | None, verb: str, said: dict[str, str]) -> None:
    """One line of the campaign's history about a waiver."""
    audit_record(
        workspace=waiver.campaign.workspace,
        actor=user,
        verb=verb,
        scope=waiver.campaign.scope,
        subject=f"waiver:{waiver.pk}",
        label=check_label(waiver.check_key),
        changes=said,
    )


def report_fingerprint(report: dict[str, Any]) -> str:
    """SHA-256 of the canonical form of a gate's report, as the history keeps it."""
    return fingerprint(canonical_json(report))


def _answer(line: dict[str, Any]) -> dict[str, Any]:
    return {"key": line["key"], "ok": line["ok"], "waived": bool(line.get("waiver"))}
