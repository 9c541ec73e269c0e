"""The morning's mail, and calling in the stand-in of somebody who lets everyone wait."""

import hashlib
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Signature
from campaigns.selectors.digest import Digest, Waiting, digests
from campaigns.selectors.preparation import workspace_calendar
from campaigns.services.evidence import evidence_append
from campaigns.services.inviting import link_renew, link_send, place_data, place_who
from campaigns.services.signing_codes import codes_expire
from campaigns.services.signoff_rows import SignOffClosed, signoff_log, undecided_lock
from campaigns.signoff.amendments import request_kind
from campaigns.signoff.contents import kinds_loaded
from core.mail import mail_queue
from core.models import OutboxMessage, Workspace

#: Decisions of how long ago are told when no digest was ever sent.
FIRST = timedelta(days=1)


def digest_send_all(*, workspace: Workspace, today: date | None = None) -> int:
    """Send today's digests of a workspace, on working days only; again the same day sends nothing more.

    Returns how many were queued. Stand-ins of those too late are called first, and invited by their own
    mail.
    """
    today = today or timezone.localdate()
    calendar = workspace_calendar(workspace)
    if not calendar.is_working_day(today):
        return 0
    since = _last_sent(workspace, today)
    found = digests(workspace, calendar=calendar, today=today, since=since)
    called = {pk for digest in found for pk in _call_stand_ins(digest)}
    with kinds_loaded({kind for digest in found for kind in digest.kinds}):
        return sum(_send(workspace, digest, today, called) for digest in found)


def stand_in_call(*, signature: Signature) -> bool:
    """Give a late signer's place to their stand-in, and invite them. False when there is nobody to call.

    Whoever asked for the approval is nobody's stand-in: they would approve what they ask for.
    The signer's own link, page and codes stop working: one place, one holder.
    """
    with transaction.atomic():
        try:
            request, current = undecided_lock(signature)
        except SignOffClosed:
            return False
        person = current.stakeholder
        stand_in = person.stand_in if person else None
        if stand_in is None or not stand_in.is_active or current.stands_in_for:
            return False
        asker = request.requested_by
        if asker and asker.user.email.lower() == stand_in.email.lower():
            return False
        if request.signatures.filter(email__iexact=stand_in.email).exists():
            return False
        codes_expire(signature=current)
        absent = current.name
        current.stakeholder, current.name, current.email = stand_in, stand_in.name, stand_in.email
        current.function, current.stands_in_for = stand_in.function, absent
        current.invited_at, current.reminded_at = timezone.now(), None
        link_send(current, "signoff_request")
        evidence_append(
            campaign=request.campaign,
            kind="signer_named",
            subject=f"signature:{current.pk}",
            data=place_data(current),
            who=place_who(current),
        )
        signoff_log(request, None, "signoff_stand_in", name=stand_in.name)
    return True


def _call_stand_ins(digest: Digest) -> set[int]:
    late = [each.signature for each in digest.to_sign if each.pace == "very_late"]
    return {signature.pk for signature in late if stand_in_call(signature=signature)}


def _last_sent(workspace: Workspace, today: date) -> datetime:
    before = OutboxMessage.objects.filter(key__startswith=f"digest:{workspace.pk}:", kind="mail")
    last = before.exclude(key__contains=f":{today.isoformat()}:").order_by("-created_at").first()
    return last.created_at if last else timezone.now() - FIRST


def _send(workspace: Workspace, digest: Digest, today: date, called: set[int]) -> bool:
    """Queue one person's digest, unless it went today already: their links must not change twice."""
    address = hashlib.sha256(digest.email.lower().encode()).hexdigest()[:16]
    key = f"digest:{workspace.pk}:{today.isoformat()}:{address}"
    digest.to_sign = [each for each in digest.to_sign if each.signature.pk not in called]
    if not digest.worth_sending:
        return False
    with transaction.atomic():
        if OutboxMessage.objects.filter(key=key).exists():
            return False
        member = digest.member
        mail_queue(
            to=digest.email,
            template="signoff_digest",
            context={
                "digest": digest,
                "to_sign": [_line(each) for each in digest.to_sign],
                "decided": [(each, request_kind(each.request)) for each in digest.decided],
                "late": [(each.signature, request_kind(each.signature.request)) for each in digest.late],
                "called": called,
                "workspace": workspace,
            },
            key=key,
            workspace=workspace,
            language=member.user.language if member else "fr",
        )
    return True


def _line(waiting: Waiting) -> dict[str, object]:
    """A line of what is to sign, with the way to it: a fresh link for those without an account."""
    signature = waiting.signature
    request = signature.request
    if signature.membership:
        path = reverse("campaigns:sign", args=[request.campaign.workspace.slug, signature.pk])
    else:
        path = reverse("campaigns:signoff-link", args=[link_renew(signature)])
    return {
        "request": request,
        "kind": request_kind(request),
        "pace": waiting.pace,
        "link": f"{settings.SITE_URL}{path}",
    }
