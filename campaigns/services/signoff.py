"""Asking for an approval: freeze, ask, remind, take back, void."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.evidence import moment
from campaigns.evidence.canonical import fingerprint
from campaigns.models import Campaign, Signature, SignOffRequest, Snapshot, Stakeholder
from campaigns.services.amendments import amendment_to_ask, request_void
from campaigns.services.asking import four_eyes_check, living_requests, parts_check, replacing_check
from campaigns.services.carrying import carried
from campaigns.services.evidence import evidence_append
from campaigns.services.inviting import Asked, invite_step, link_send, place_make
from campaigns.services.requiring import places_asked
from campaigns.services.signoff_rows import (
    ALIVE,
    Settler,
    SignOffClosed,
    Status,
    campaign_lock,
    proof_actor,
    request_lock,
    request_settle,
    signoff_log,
    undecided_lock,
)
from campaigns.signoff.contents import answering, content_kind, current_canonical, is_current, overlapping
from campaigns.signoff.rules import approvals_needed
from core.access import Access
from core.models import Membership

REMIND_EVERY = timedelta(hours=1)
Rule = SignOffRequest.Rule
Signer = Stakeholder | Membership


@dataclass
class Edit:
    """What an edit of signable content did to its approvals: the requests it voided."""

    voided: list[SignOffRequest] = field(default_factory=list)


@contextmanager
def signable_edit(*, campaign: Campaign, kinds: Sequence[str], actor: Access | None) -> Iterator[Edit]:
    """Edit content that can be signed: one transaction, the campaign locked first, voids told at the end.

    Locking the campaign before any of its rows is what keeps editors, signers and requests from waiting
    for each other in a circle. Read `voided` after the block.
    """
    edit = Edit()
    with transaction.atomic():
        campaign_lock(campaign)
        yield edit
        for kind in kinds:
            edit.voided += _void_outdated(campaign, kind, actor)


def signoff_request(
    *,
    campaign: Campaign,
    actor: Access,
    kind: str,
    signers: Sequence[Signer | Asked],
    due_on: date,
    message: str = "",
    rule: str = Rule.ALL,
    quorum: int | None = None,
    replaces: str | None = None,
) -> SignOffRequest:
    """Freeze the content and ask its signers. A living request of the same kind is replaced.

    So is an open request of a kind that shares content with this one (`signoff.contents.overlapping`). An
    approval of such a kind stays on record and goes on answering for what this request does not cover.
    A signer may be given as `Asked`, with the part answered for and the step. Those who signed an earlier
    version, and nothing of whose part changed since, are not asked again: their signature is carried over.
    Signers of a later step are invited once the steps ahead approved; steps and parts need the rule "all",
    and parts together cover the content. `replaces` is the `asking.living_mark` of what the asker saw alive.
    Raises ValidationError when nobody is asked, when one person is asked twice, when somebody who must
    sign is missing (`signoff.required`), when nobody answers for a part, when the asker would approve alone,
    when what lives is not what was seen or may not be ended by this actor, when the due date is past, the
    campaign is over, has no such content or cannot have it approved yet.
    """
    given = [each if isinstance(each, Asked) else Asked(each) for each in signers]
    _check_offered(campaign, kind)
    with transaction.atomic():
        locked = campaign_lock(campaign)
        if not locked.is_open:
            raise ValidationError(
                _("Cette campagne est terminée. Rouvrez-la avant de demander une validation.")
            )
        asked = places_asked(locked, kind, given)
        _check_request(locked, asked, due_on)
        _check_rule(asked, rule, quorum)
        parts_check(kind=kind, asked=asked, rule=rule)
        needed = approvals_needed(rule, quorum, len(asked))
        four_eyes_check(campaign=locked, kind=kind, asked=asked, actor=actor, needed=needed)
        if words := content_kind(kind).refused(locked, [each.signer for each in asked]):
            raise ValidationError({"signers": words})
        before = locked.signoff_requests.filter(kind=kind).order_by("-id").first()
        amends = amendment_to_ask(locked, kind)
        replacing_check(living=living_requests(locked, kind), replaces=replaces, actor=actor)
        _replace(locked, kind, actor)
        request = SignOffRequest(
            campaign=locked,
            kind=kind,
            snapshot=_freeze(locked, kind, actor),
            due_on=due_on,
            message=message.strip(),
            rule=rule,
            quorum=quorum,
            amends=amends,
            requested_by=actor.membership,
            requested_by_name=actor.user.name,
        )
        request.full_clean()
        request.save()
        _prove_request(request, actor, asked)
        kept = carried(request, before, asked)
        for each in asked:
            place_make(request, each, carried_from=kept.get(each.email))
        invite_step(request)
        signoff_log(request, actor, "signoff_requested")
    return request


def _check_offered(campaign: Campaign, kind: str) -> None:
    if not content_kind(kind).offered(campaign):
        raise ValidationError(_("Cette campagne n’a pas ce contenu à valider."))


def _replace(locked: Campaign, kind: str, actor: Access) -> None:
    """Make room for a new request. An approval of another kind keeps what it still answers for."""
    living = locked.signoff_requests.filter(kind__in=overlapping(kind), status__in=ALIVE)
    for request in living.order_by("pk"):
        if request.kind == kind or request.status == Status.OPEN:
            request_settle(request_lock(request.pk), Status.REPLACED, Settler.of(actor))


def _check_request(campaign: Campaign, asked: Sequence[Asked], due_on: date) -> None:
    if not asked:
        raise ValidationError({"signers": _("Choisissez au moins une personne.")})
    if any(each.signer.workspace_id != campaign.workspace_id for each in asked):
        raise ValidationError({"signers": _("Cette personne n’appartient pas à l’espace.")})
    seen: dict[str, str] = {}
    for each in asked:
        if each.email.lower() in seen:
            words = _("%(first)s et %(second)s ont la même adresse, %(email)s : choisissez l’un des deux.")
            names = {"first": seen[each.email.lower()], "second": each.name, "email": each.email}
            raise ValidationError({"signers": words % names})
        seen[each.email.lower()] = each.name
    if due_on < timezone.localdate():
        raise ValidationError(
            {"due_on": _("La date de réponse est passée. Choisissez aujourd’hui ou plus tard.")}
        )


def _check_rule(asked: Sequence[Asked], rule: str, quorum: int | None) -> None:
    if rule == Rule.QUORUM and not 1 <= (quorum or 0) <= len(asked):
        words = _("Le nombre d’approbations va de 1 à %(count)s, le nombre de personnes choisies.")
        raise ValidationError({"quorum": words % {"count": len(asked)}})
    if rule != Rule.ALL and len({each.step for each in asked}) > 1:
        raise ValidationError({"rule": _("L’un après l’autre, toutes les réponses sont nécessaires.")})


def _prove_request(request: SignOffRequest, actor: Access, asked: Sequence[Asked]) -> None:
    required = sorted({each.required_for for each in asked if each.required_for})
    evidence_append(
        campaign=request.campaign,
        kind="request_sent",
        subject=f"signoffrequest:{request.pk}",
        data={
            "content": request.kind,
            "version": request.snapshot.number,
            "sha256": request.snapshot.sha256,
            "rule": str(request.rule),
            "quorum": request.quorum,
            "due_on": request.due_on,
            "requested_at": moment(request.requested_at),
            **({"amendment": request.amends} if request.amends else {}),
            **({"required": required} if required else {}),
        },
        who={**proof_actor(actor), "message": request.message},
    )


def _freeze(locked: Campaign, kind: str, actor: Access) -> Snapshot:
    content = current_canonical(locked, kind)
    latest = Snapshot.objects.filter(campaign=locked, kind=kind).order_by("-number").first()
    digest = fingerprint(content)
    if latest and latest.sha256 == digest:
        return latest  # asking again for the same content is asking about the same version
    made = Snapshot.objects.create(
        campaign=locked,
        kind=kind,
        number=(latest.number if latest else 0) + 1,
        content=content,
        sha256=digest,
        author=actor.membership,
        author_name=actor.user.name,
    )
    evidence_append(
        campaign=locked,
        kind="version_frozen",
        subject=f"snapshot:{made.pk}",
        data={
            "content": kind,
            "version": made.number,
            "sha256": digest,
            "created_at": moment(made.created_at),
        },
        who=proof_actor(actor),
    )
    return made


def signature_remind(*, signature: Signature, actor: Access) -> None:
    """Mail the signer again, with a new link. At most once an hour. Raises SignOffClosed, ValidationError."""
    with transaction.atomic():
        request, current = undecided_lock(signature)
        now = timezone.now()
        if current.reminded_at and now - current.reminded_at < REMIND_EVERY:
            raise ValidationError(
                _("Une relance est déjà partie pour %(name)s il y a moins d’une heure.")
                % {"name": current.name}
            )
        current.reminded_at = now
        link_send(current, "signoff_reminder")
        signoff_log(request, actor, "signoff_reminded", name=current.name)


def signoff_withdraw(*, request: SignOffRequest, actor: Access) -> None:
    """Take an open request back before it is settled. Raises SignOffClosed."""
    with transaction.atomic():
        campaign_lock(request.campaign)
        current = request_lock(request.pk)
        if current.status != Status.OPEN:
            raise SignOffClosed(current)
        request_settle(current, Status.WITHDRAWN, Settler.of(actor))
        signoff_log(current, actor, "signoff_withdrawn")


def requests_end(*, campaign: Campaign, actor: Access, only_gone: bool = False) -> None:
    """Withdraw what is still asked of a campaign, locked, that is over: nobody has anything left to sign.
    With `only_gone`, what is asked of contents the campaign no longer has, such as those of a deleted wave.
    """
    waiting = campaign.signoff_requests.filter(status=Status.OPEN).order_by("pk")
    for pk, kind in list(waiting.values_list("pk", "kind")):
        if only_gone and content_kind(kind).offered(campaign):
            continue
        request = request_lock(pk)
        request_settle(request, Status.WITHDRAWN, Settler.of(actor))
        signoff_log(request, actor, "signoff_withdrawn")


def signoff_touch(
    *, campaign: Campaign, kind: str, actor: Access | None, reason: str = ""
) -> SignOffRequest | None:
    """Call after any edit of a signable content, in the same transaction.

    Voids the living request when the content is no longer the frozen one, and returns it; an edit that
    touched nothing material voids nothing. A request of a kind that covers this one is voided too, and
    returned when it was alone. Holds the campaign until the transaction ends, so that nobody freezes or
    approves the content while it is changing. `reason` says in words what made it so, where "modified by"
    would not.
    """
    voided = _void_outdated(campaign, kind, actor, reason)
    return voided[0] if voided else None


def _void_outdated(
    campaign: Campaign, kind: str, actor: Access | None, reason: str = ""
) -> list[SignOffRequest]:
    """Void every living request that speaks of another content than the present one; its own kind first."""
    voided = []
    with transaction.atomic():
        locked = campaign_lock(campaign)
        for answers in answering(kind):
            alive = locked.signoff_requests.filter(kind=answers, status__in=ALIVE).first()
            if alive is None:
                continue
            request = request_lock(alive.pk)
            if not is_current(locked, request.snapshot):
                request_void(request, actor, reason)
                voided.append(request)
    return voided


def snapshot_numbers(campaign: Campaign) -> Mapping[str, int]:
    """The latest frozen version of each kind."""
    rows = Snapshot.objects.filter(campaign=campaign).values("kind").annotate(latest=Max("number"))
    return {row["kind"]: row["latest"] for row in rows}
