"""The planning page and what it is made of, shared by the pages of its tasks."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from campaigns.access import CampaignAccess, campaign_for
from campaigns.gates import Scope
from campaigns.models import Campaign, SignOffRequest
from campaigns.selectors.plan import BEFORE_LAUNCH, working_calendar
from campaigns.selectors.plan_baseline import Version, plan_versions
from campaigns.selectors.plan_board import Board, filters_of, plan_board
from campaigns.selectors.plan_history import Reach, plan_reach
from campaigns.selectors.plan_paths import plan_routes
from campaigns.selectors.plan_words import chain_steps, change_words, conflict_words, standing_of
from campaigns.services.plan import PlanChange, plan_closed_words
from campaigns.services.plan_undo import plan_redo, plan_undo
from campaigns.signoff.standing import signoff_findings
from core.http import see_other, with_toast
from core.models import Role

PAGE = "campaigns/plan/planning.html"


@require_safe
def planning(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    access = campaign_for(request, slug, reference, team_only=True)
    context = board_context(access, request.GET)
    if request.htmx and not request.htmx.boosted:  # type: ignore[attr-defined]
        return render(request, f"{PAGE}#board", context)
    return render(request, PAGE, context)


@require_POST
def undo(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Take back the reader's own last edit of the plan."""
    access = campaign_for(request, slug, reference, at_least=Role.CONTRIBUTOR)
    try:
        change, edit = plan_undo(campaign=access.campaign, actor=access)
    except ValidationError as error:
        return refused(request, access, error)
    return changed(request, access, change, _("Annulé : %(edit)s.") % {"edit": edit.said})


@require_POST
def redo(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Bring back the edit the reader took back last."""
    access = campaign_for(request, slug, reference, at_least=Role.CONTRIBUTOR)
    try:
        change, edit = plan_redo(campaign=access.campaign, actor=access)
    except ValidationError as error:
        return refused(request, access, error)
    return changed(request, access, change, _("Rétabli : %(edit)s.") % {"edit": edit.said})


def refused(request: HttpRequest, access: CampaignAccess, error: ValidationError) -> HttpResponse:
    """A button that could not do what it says: the plan as it is, and why."""
    text = " ".join(error.messages)
    if request.htmx:  # type: ignore[attr-defined]
        context = board_context(access, seen_query(request))
        return with_toast(render(request, f"{PAGE}#board", context), text, "warn")
    messages.error(request, text)
    return see_other("campaigns:planning", access.workspace.slug, access.campaign.reference)


def board_context(access: CampaignAccess, query: QueryDict, **more: Any) -> dict[str, Any]:
    """Everything the page shows."""
    campaign = access.campaign
    board = plan_board(access, filters_of(query))
    closed = plan_closed_words(campaign)
    partner = access.membership.team_only
    steps = chain_steps(board.outlook, board.names)
    can_edit = access.covers(Role.CONTRIBUTOR) and not partner and not closed
    return {
        "access": access,
        "campaign": campaign,
        "board": board,
        "standing": None
        if partner
        else standing_of(campaign, board.outlook, waves=board.waves, late=board.counts.late),
        "steps": steps,
        "routes": plan_routes(board.outlook, board.names)
        if campaign.is_open and not campaign.is_live
        else None,
        "versions": [] if partner else _versions(campaign, board),
        "conflicts": [conflict_words(each, board.names) for each in board.outlook.conflicts]
        if board.outlook
        else [],
        "signoff": None if partner else signoff_findings([Scope(campaign)], "plan")[0],
        "closed": closed,
        "zooms": [("", _("Ajusté")), ("jour", _("Jour")), ("semaine", _("Semaine")), ("mois", _("Mois"))],
        "partner": partner,
        "can_edit": can_edit,
        "reach": plan_reach(campaign, access) if can_edit else Reach(),
        "may_ask": access.covers(Role.MANAGER) and not partner,
        **more,
    }


def _versions(campaign: Campaign, board: Board) -> list[Version]:
    """How the end of the preparation slipped from one signed version to the next, and since."""
    if board.baseline is None:
        return []
    before = [task.ends_on for task in board.rows.tasks if task.phase in BEFORE_LAUNCH and task.ends_on]
    ready = board.outlook.ready_on if board.outlook else None
    return plan_versions(campaign, ready or max(before, default=None), working_calendar(campaign.workspace))


def changed(
    request: HttpRequest, access: CampaignAccess, change: PlanChange, said: str, *, focus: str = ""
) -> HttpResponse:
    """After an edit: by htmx the board again with what moved; otherwise back to the page, which says it.

    `focus` is the id of the control that takes the cursor again, since it was replaced.
    """
    if request.htmx:  # type: ignore[attr-defined]
        context = board_context(access, seen_query(request), focus=focus)
        text, tone = _told(access, change, said, context["board"])
        return with_toast(render(request, f"{PAGE}#board", context), text, tone)
    board = plan_board(access, filters_of(QueryDict()))
    text, tone = _told(access, change, said, board)
    (messages.warning if tone == "warn" else messages.success)(request, text)
    return see_other(_way_back(request, access, change))


def seen_query(request: HttpRequest) -> QueryDict:
    """The filters of the page an htmx request comes from."""
    path = request.htmx.current_url_abs_path or ""  # type: ignore[attr-defined]
    return QueryDict(path.partition("?")[2].partition("#")[0])


def _told(access: CampaignAccess, change: PlanChange, said: str, board: Board) -> tuple[str, str]:
    # A partner is not told of other teams' work.
    moved = 0 if access.membership.team_only else len(change.moved)
    text = change_words(said, moved, board.outlook, access.campaign)
    if change.voided is None or access.membership.team_only:
        return text, "ok"
    return f"{text} {_voided_words(change.voided)}", "warn"


def _voided_words(voided: SignOffRequest) -> str:
    text = _(
        "La validation du planning (version %(number)s) est périmée : redemandez-la quand vous aurez fini."
    )
    return text % {"number": voided.snapshot.number}


def _way_back(request: HttpRequest, access: CampaignAccess, change: PlanChange) -> str:
    """The task's page when the edit was made from there, else the plan at the task."""
    place = [access.workspace.slug, access.campaign.reference]
    if change.task and request.POST.get("retour") == "tache":
        return reverse("campaigns:task", args=[*place, change.task.pk])
    # A long plan has its table on several pages: the address says which task to open it on.
    anchor = f"?tache={change.task.pk}#tache-{change.task.pk}" if change.task else ""
    return reverse("campaigns:planning", args=place) + anchor
