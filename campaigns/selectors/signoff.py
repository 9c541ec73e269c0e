"""Reads of sign-off: a signer's page, one's own queue, where each content of a campaign stands."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.gates import Finding, Scope, evaluating
from campaigns.models import Campaign, Signature, SignOffNote, SignOffRequest, Snapshot, Stakeholder
from campaigns.selectors.receipts import receipt_of, receipts_of
from campaigns.selectors.signed import amended_changes
from campaigns.signoff import (
    Change,
    ContentKind,
    content_changes,
    content_kind,
    content_kinds,
    current_content,
    kinds_loaded,
)
from campaigns.signoff.amendments import amendment_title, request_kind, waiting_number
from campaigns.signoff.consent import consent_text
from campaigns.signoff.contents import answering, counting, part_of
from campaigns.signoff.outcomes import left_for_good
from campaigns.signoff.rules import GRACE
from campaigns.signoff.standing import signoff_findings
from core.access import Access
from core.formatting import date_short, number
from core.models import Document, Membership, Workspace
from core.search import plain

Json = Any
ALIVE = (SignOffRequest.Status.OPEN, SignOffRequest.Status.APPROVED)


@dataclass(frozen=True)
class SigningPage:
    """What a signer reads before deciding."""

    signature: Signature
    kind: ContentKind
    content: Json
    objective: str
    before: Signature | None  # their own last decision on an earlier version
    changes: list[Change]  # from that version to this one
    others: list[Signature]
    notes: list[SignOffNote]
    receipt: Document | None  # of the settled request, made or being made
    amended: list[Change]  # by an amendment: from what was signed to this version

    @property
    def request(self) -> SignOffRequest:
        return self.signature.request

    @property
    def campaign(self) -> Campaign:
        return self.signature.request.campaign

    @property
    def can_decide(self) -> bool:
        return may_decide(self.signature)

    @property
    def ended(self) -> str:
        """Why nobody can sign here any more, though the request waits; "" otherwise."""
        waits = self.request.status == SignOffRequest.Status.OPEN and not self.signature.decision
        return self.kind.ended(self.signature) if waits else ""

    @property
    def now(self) -> str:
        """What has come true since the content was frozen, for whoever is about to decide."""
        return self.kind.now(self.request) if self.can_decide else ""

    @property
    def late(self) -> bool:
        return self.can_decide and self.request.due_on < timezone.localdate()

    @property
    def lapsed(self) -> bool:
        """What they decided on ended without them: void, withdrawn or replaced."""
        return self.request.status in ("voided", "withdrawn", "replaced")

    @property
    def void_changes(self) -> list[Change]:
        """What changed since, when that is what made their decision void."""
        void = self.request.status == SignOffRequest.Status.VOIDED and self.signature.decision
        return changes_to_current(self.request) if void else []

    @property
    def consent(self) -> str:
        return consent_text(self.request)

    @property
    def grace_until(self) -> datetime | None:
        """Until when the decision can be taken back; None once it counts, or when the request ended."""
        signature = self.signature
        open_still = self.request.status == SignOffRequest.Status.OPEN
        if not open_still or signature.decided_at is None or signature.final_at:
            return None
        return signature.decided_at + GRACE


@dataclass(frozen=True)
class KindStanding:
    """One kind of content on the Validations page. `changes` is what moved since the last frozen version."""

    kind: ContentKind
    finding: Finding
    request: SignOffRequest | None
    signatures: list[Signature]
    history: list[SignOffRequest]
    receipt: Document | None
    changes: list[Change]
    unready: list[str]
    within: ContentKind | None  # the kind that covers this one and was asked instead
    amendment: str  # the title of the one that waits, or ""

    @property
    def state(self) -> str:
        """The state of the design system for this kind: ok, waiting, bad, void or todo."""
        if self.request is None:
            return "todo"
        words = {"approved": "ok", "open": "waiting", "rejected": "bad", "voided": "void"}
        return words.get(self.request.status, "todo")

    @property
    def someone_left(self) -> bool:
        """A request that can no longer succeed: somebody it waits for is gone."""
        return (
            self.request is not None and self.is_open and bool(left_for_good(self.request, self.signatures))
        )

    @property
    def is_open(self) -> bool:
        return self.request is not None and self.request.status == SignOffRequest.Status.OPEN


def signatures_whole() -> QuerySet[Signature]:
    return Signature.objects.select_related(
        "request__snapshot", "request__campaign__workspace", "membership__user", "stakeholder"
    )


def signature_by_token(token: str) -> Signature | None:
    """The signature a link opens, unless it expired. Only the hash of a link is known here."""
    digest = hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
    found = signatures_whole().filter(token_hash=digest, expires_at__gt=timezone.now())
    return found.filter(membership__isnull=True).first()


def signature_get(pk: int) -> Signature | None:
    return signatures_whole().filter(pk=pk).first()


def may_decide(signature: Signature) -> bool:
    """The request waits for this answer, and the person asked is still there to give it."""
    waits = signature.request.status == SignOffRequest.Status.OPEN and not signature.decision
    asked = waits and signature.invited_at is not None and not signature.signer_left
    return asked and not content_kind(signature.request.kind).ended(signature)


def may_read(signature: Signature) -> bool:
    """Its page still shows the version: to decide on, or because its signer decided."""
    return bool(signature.decision) or may_decide(signature)


def signature_of_member(access: Access, pk: int) -> Signature | None:
    """A signature asked of this very member in this workspace."""
    mine = signatures_whole().filter(membership=access.membership)
    return mine.filter(pk=pk, request__campaign__workspace=access.workspace).first()


def signing_page(signature: Signature) -> SigningPage:
    """The frozen content, what changed since this person last decided on it, and the campaign's aim."""
    request = signature.request
    kind = request_kind(request)
    content = json.loads(request.snapshot.content)
    before = _last_decided(signature)
    old = json.loads(before.request.snapshot.content) if before else None
    return SigningPage(
        signature=signature,
        kind=kind,
        content=content,
        objective=_main_objective(request),
        before=before,
        changes=content_changes(old, content, kind.fields) if before else [],
        others=list(request.signatures.exclude(pk=signature.pk)),
        notes=list(signature.notes.all()),
        receipt=receipt_of(request) if signature.decision else None,
        amended=amended_changes(request),
    )


def _last_decided(signature: Signature) -> Signature | None:
    """Their decision on the last earlier version; the same person is the same address."""
    request = signature.request
    return (
        signatures_whole()
        .filter(
            request__campaign=request.campaign,
            request__kind=request.kind,
            request__snapshot__number__lt=request.snapshot.number,
            email__iexact=signature.email,
        )
        .exclude(decision="")
        .order_by("-request__snapshot__number", "-decided_at")
        .first()
    )


def _main_objective(request: SignOffRequest) -> str:
    """The campaign's first objective in a line; from the frozen brief itself when that is what is signed."""
    if request.kind in answering("brief"):
        frozen = part_of(json.loads(request.snapshot.content), request.kind, "brief")["objectives"]
        return objective_line(frozen[0]) if frozen else ""
    row = request.campaign.objectives.select_related("kpi").first()
    if row is None:
        return ""
    return objective_line(
        {
            "name": row.name,
            "baseline": row.baseline,
            "target": row.target,
            "unit": row.unit,
            "deadline": row.deadline.isoformat(),
        }
    )


def objective_line(objective: Json) -> str:
    """«Recruter des testeuses : 500 leads au 22 févr. 2027, contre 120 au départ»."""
    values = {
        "name": objective["name"],
        "target": " ".join(filter(None, (number(objective["target"], 4), objective["unit"]))),
        "day": date_short(_day(objective["deadline"])),
        "baseline": number(objective["baseline"], 4),
    }
    if objective["baseline"] is None:
        return _("%(name)s : %(target)s au %(day)s") % values
    return _("%(name)s : %(target)s au %(day)s, contre %(baseline)s au départ") % values


def _day(value: Any) -> Any:
    return date.fromisoformat(value) if isinstance(value, str) else value


def changes_to_current(request: SignOffRequest) -> list[Change]:
    """From a frozen version to the content as it stands now."""
    frozen = json.loads(request.snapshot.content)
    kind = content_kind(request.kind)
    return content_changes(
        frozen, current_content(request.campaign, request.kind, beside=request.snapshot), kind.fields
    )


def version_changes(older: Snapshot, newer: Snapshot) -> list[Change]:
    fields = content_kind(newer.kind).fields
    return content_changes(json.loads(older.content), json.loads(newer.content), fields)


def content_of(snapshot: Snapshot) -> Json:
    return json.loads(snapshot.content)


def requests_of(snapshot: Snapshot) -> list[SignOffRequest]:
    """Every time this version was sent, newest first, with its signatures."""
    return list(snapshot.requests.prefetch_related("signatures").order_by("-id"))


def overview_url(campaign: Campaign) -> str:
    return reverse("campaigns:signoff", args=[campaign.workspace.slug, campaign.reference])


def snapshot_get(campaign: Campaign, kind: str, number: int) -> Snapshot | None:
    return Snapshot.objects.filter(campaign=campaign, kind=kind, number=number).first()


# The Validations page -------------------------------------------------------------------------------------


def standings(campaign: Campaign) -> list[KindStanding]:
    """Where each kind of content stands, in the order the kinds were registered."""
    with evaluating([campaign]):
        return _standings(campaign, content_kinds(campaign))


def standing(campaign: Campaign, kind: str) -> KindStanding:
    with evaluating([campaign]):
        return _standings(campaign, [content_kind(kind)])[0]


def _standings(campaign: Campaign, kinds: Sequence[ContentKind]) -> list[KindStanding]:
    wanted = {asked for kind in kinds for asked in answering(kind.key)}
    requests = list(
        campaign.signoff_requests.filter(kind__in=wanted)
        .select_related("snapshot")
        .prefetch_related("signatures__membership", "signatures__stakeholder", "signatures__notes")
        .order_by("-id")
    )
    by_kind: dict[str, list[SignOffRequest]] = defaultdict(list)
    for request in requests:
        request.campaign = campaign
        by_kind[request.kind].append(request)
    receipts = receipts_of(campaign, requests)
    newest = {key: rows[0] for key, rows in by_kind.items()}
    with evaluating([campaign]), kinds_loaded({kind.key for kind in kinds}):
        return [
            _standing(campaign, kind, by_kind[kind.key], receipts, counting(newest, kind.key))
            for kind in kinds
        ]


def _standing(
    campaign: Campaign,
    kind: ContentKind,
    requests: Sequence[SignOffRequest],
    receipts: Mapping[int, Document],
    answers: SignOffRequest | None,
) -> KindStanding:
    """`answers` is the request that counts for this content; one of a wider kind has its own place."""
    latest = requests[0] if requests else None
    within = content_kind(answers.kind) if answers and answers.kind != kind.key else None
    number = waiting_number(answers)
    changes = (
        content_changes(
            json.loads(latest.snapshot.content),
            current_content(campaign, kind.key, beside=latest.snapshot),
            kind.fields,
        )
        if latest
        else []
    )
    return KindStanding(
        kind=kind,
        finding=signoff_findings([Scope(campaign)], kind.key)[0],
        request=latest,
        signatures=list(latest.signatures.all()) if latest else [],
        history=list(requests[1:]),
        receipt=receipts.get(latest.pk) if latest else None,
        changes=changes,
        unready=kind.unready(campaign) if answers is None or answers.status not in ALIVE else [],
        within=within,
        amendment=amendment_title(answers.kind, number) if answers and number else "",
    )


def possible_signers(campaign: Campaign) -> tuple[list[Membership], list[Stakeholder]]:
    """Members and stakeholders who may be asked. Partners see their own work only, so they do not sign."""
    return workspace_signers(campaign.workspace)


def workspace_signers(workspace: Workspace) -> tuple[list[Membership], list[Stakeholder]]:
    """The same, for a rule of the workspace."""
    members = workspace.memberships.filter(is_active=True, team_only=False, user__is_active=True)
    people = workspace.stakeholders.filter(is_active=True)
    # By letters as people read them: a database puts «Élodie» after «Zoé».
    return (
        sorted(members.select_related("user"), key=lambda member: plain(member.user.name)),
        sorted(people, key=lambda person: plain(person.name)),
    )


def request_of(campaign: Campaign, pk: int) -> SignOffRequest | None:
    return campaign.signoff_requests.select_related("campaign__workspace", "snapshot").filter(pk=pk).first()


def signature_of_campaign(campaign: Campaign, pk: int) -> Signature | None:
    return signatures_whole().filter(request__campaign=campaign, pk=pk).first()
