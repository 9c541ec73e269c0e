"""What each person of a workspace is told in the morning: one mail, however much happened."""

from dataclasses import dataclass, field
from datetime import date, datetime

from campaigns.models import Signature, SignOffRequest
from campaigns.scheduling import WorkingCalendar
from campaigns.signoff.pace import Pace, pace
from core.models import Membership, Workspace


@dataclass(frozen=True)
class Waiting:
    """An answer that is awaited, and how late it is."""

    signature: Signature
    pace: Pace


@dataclass
class Digest:
    """One person's mail: what they have to sign, the decisions they are told of, who lets them wait."""

    name: str
    email: str
    member: Membership | None = None
    to_sign: list[Waiting] = field(default_factory=list)
    decided: list[Signature] = field(default_factory=list)
    late: list[Waiting] = field(default_factory=list)

    @property
    def worth_sending(self) -> bool:
        """Nobody is written to for an answer that is not due yet."""
        return bool(self.decided or self.late or any(each.pace != "early" for each in self.to_sign))

    @property
    def kinds(self) -> set[str]:
        """The kinds of content its lines speak of."""
        spoken = [*self.decided, *(each.signature for each in [*self.to_sign, *self.late])]
        return {signature.request.kind for signature in spoken}


def digests(workspace: Workspace, *, calendar: WorkingCalendar, today: date, since: datetime) -> list[Digest]:
    """Everybody's mail of today. Decisions are those final after `since`. Three queries."""
    found: dict[str, Digest] = {}
    awaited = _awaited(workspace, today)
    waiting = [Waiting(each, pace(calendar, each.request.due_on, today)) for each in awaited]
    for each in waiting:
        signature = each.signature
        _of(found, signature.name, signature.email, signature.membership).to_sign.append(each)
    for each in waiting:
        if each.pace in ("late", "very_late"):
            for member in _answerable(each.signature.request):
                _of(found, member.user.name, member.user.email, member).late.append(each)
    for signature in _final(workspace, since):
        for name, email, membership in _told(signature):
            _of(found, name, email, membership).decided.append(signature)
    return [digest for digest in found.values() if digest.worth_sending]


def _of(found: dict[str, Digest], name: str, email: str, member: Membership | None) -> Digest:
    digest = found.setdefault(email.lower(), Digest(name, email))
    digest.member = digest.member or member
    return digest


def _awaited(workspace: Workspace, today: date) -> list[Signature]:
    """Places that wait for an answer which can be given: a waiver past its last day has none."""
    rows = Signature.objects.filter(
        request__campaign__workspace=workspace,
        request__status=SignOffRequest.Status.OPEN,
        decision="",
        invited_at__isnull=False,
    ).exclude(request__waiver__valid_until__lt=today)
    rows = rows.select_related(*_RELATED).order_by("request__due_on", "pk")
    return [signature for signature in rows if not signature.signer_left]


def _final(workspace: Workspace, since: datetime) -> list[Signature]:
    rows = Signature.objects.filter(
        request__campaign__workspace=workspace, final_at__gt=since, carried_from__isnull=True
    )
    return list(
        rows.select_related(*_RELATED)
        .prefetch_related("request__signatures__membership__user")
        .order_by("final_at")
    )


_RELATED = (
    "membership__user",
    "stakeholder__stand_in",
    "request__snapshot",
    "request__campaign__workspace",
    "request__campaign__owner__user",
    "request__campaign__sponsor_member__user",
    "request__requested_by__user",
)


def _answerable(request: SignOffRequest) -> list[Membership]:
    """Who must know that somebody is late: whoever asked, and the sponsor."""
    campaign = request.campaign
    people = [request.requested_by or campaign.owner, campaign.sponsor_member]
    return list({member.pk: member for member in people if member and member.is_active}.values())


def _told(signature: Signature) -> list[tuple[str, str, Membership | None]]:
    """Who hears of a decision: whoever asked, and those who had decided before; never its own signer."""
    request = signature.request
    told: list[tuple[str, str, Membership | None]] = []
    asker = request.requested_by
    if asker and asker.is_active:
        told.append((asker.user.name, asker.user.email, asker))
    for earlier in request.signatures.all():
        if earlier.final_at and signature.final_at and earlier.final_at < signature.final_at:
            told.append((earlier.name, earlier.email, earlier.membership))
    own = signature.email.lower()
    return [person for person in told if person[1].lower() != own]
