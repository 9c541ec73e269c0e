"""The PDF «Brief campagne»: the brief as it stands, or one frozen version of it."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.models import Campaign, SignOffRequest, Snapshot
from campaigns.selectors.frame import duration_words
from campaigns.selectors.signed import amended_changes
from campaigns.selectors.signoff import objective_line
from campaigns.signoff import content_title, current_content, fingerprint
from campaigns.signoff.contents import current_canonical, part_of
from campaigns.signoff.standing import latest_requests
from core.documents import Page, SubjectGone, document_builder
from core.formatting import date_short, number


@dataclass(frozen=True)
class _Edition:
    """Which brief is printed: its content, and the frozen version it is or is part of, if any."""

    campaign: Campaign
    content: Any
    snapshot: Snapshot | None


def campaign_brief(subject: str) -> Page:
    """`subject` is "campaign:<id>" (today's brief) or "snapshot:<id>" (a frozen version).

    Raises SubjectGone when it no longer exists.
    """
    what, _colon, key = subject.partition(":")
    edition = _frozen(int(key)) if what == "snapshot" else _current(int(key))
    campaign, content = edition.campaign, edition.content
    request = _last_request(edition.snapshot)
    context = {
        "workspace": campaign.workspace,
        "campaign": campaign,
        "content": content,
        "snapshot": edition.snapshot,
        "request": request,
        # The brief may have been signed within a wider content.
        "whole": _whole(edition.snapshot),
        "amended": amended_changes(request) if request and request.kind == "brief" else [],
        "signatures": list(request.signatures.all()) if request else [],
        "version": _version(edition, request),
        "printed_at": timezone.localtime(),
        "sentence": _sentence(content),
        "facts": _facts(campaign, content, request),
    }
    return Page("pdf/brief.html", context)


def _campaign(pk: int) -> Campaign:
    rows = Campaign.objects.select_related("workspace", "owner__user", "brand")
    found: Campaign | None = rows.filter(pk=pk).first()
    if found is None:
        raise SubjectGone(_("Cette campagne n’existe plus."))
    return found


def _current(pk: int) -> _Edition:
    campaign = _campaign(pk)
    content = current_content(campaign, "brief")
    answers = latest_requests([campaign.pk], "brief").first()
    if answers and answers.kind != "brief" and _part(answers.snapshot) == content:
        return _Edition(campaign, content, answers.snapshot)
    digest = fingerprint(current_canonical(campaign, "brief"))
    same = campaign.snapshots.filter(kind="brief", sha256=digest).order_by("-number").first()
    return _Edition(campaign, content, same)


def _part(snapshot: Snapshot) -> Any:
    """What a frozen version says of the brief."""
    return part_of(json.loads(snapshot.content), snapshot.kind, "brief")


def _frozen(pk: int) -> _Edition:
    snapshot = Snapshot.objects.filter(pk=pk).first()
    if snapshot is None:
        raise SubjectGone(_("Cette version n’existe plus."))
    return _Edition(_campaign(snapshot.campaign_id), json.loads(snapshot.content), snapshot)


def _last_request(snapshot: Snapshot | None) -> SignOffRequest | None:
    if snapshot is None:
        return None
    return snapshot.requests.prefetch_related("signatures").order_by("-requested_at", "-id").first()


def _whole(snapshot: Snapshot | None) -> str:
    """The title of the wider content it was frozen with; "" for a brief frozen alone, or not at all."""
    return content_title(snapshot.kind) if snapshot and snapshot.kind != "brief" else ""


def _version(edition: _Edition, request: SignOffRequest | None) -> str:
    if edition.snapshot is None or request is None:
        return _("version de travail")
    words = {"number": edition.snapshot.number, "status": request.get_status_display().lower()}
    return _("version %(number)s, %(status)s") % words


def _sentence(content: Any) -> str:
    """What a director must know: the promise, else the first objective, else that it is to be written."""
    if content["proposition"]:
        return str(content["proposition"])
    if content["objectives"]:
        return objective_line(content["objectives"][0])
    return _("Ce brief est à écrire : il n’a encore ni promesse ni objectif.")


def _facts(campaign: Campaign, content: Any, request: SignOffRequest | None) -> list[dict[str, str]]:
    """Four figures: when, how much, to whom, and whether it is agreed."""
    launch = date.fromisoformat(content["launch_on"])
    end = date.fromisoformat(content["ends_on"]) if content["ends_on"] else None
    facts = [{"label": _("Lancement"), "value": date_short(launch), "detail": duration_words(launch, end)}]
    if content["objectives"]:
        first = content["objectives"][0]
        value = " ".join(filter(None, (number(first["target"], 4), first["unit"])))
        facts.append({"label": _("Objectif principal"), "value": value, "detail": first["kpi"]})
    if content["audiences"]:
        others = len(content["audiences"]) - 1
        detail = ngettext("et %(count)s autre cible", "et %(count)s autres cibles", others)
        facts.append(
            {
                "label": _("Cible principale"),
                "value": content["audiences"][0]["name"],
                "detail": detail % {"count": others} if others else "",
            }
        )
    status = request.get_status_display() if request else _("À demander")
    day = request and (request.settled_at or request.requested_at)
    facts.append({"label": _("Validation"), "value": status, "detail": date_short(day or None)})
    return facts


def register() -> None:
    document_builder("campaign_brief", campaign_brief)
