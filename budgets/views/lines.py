"""Lines: adding one, its own page with its entries, its amount and note, sharing out the rest."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from budgets.forms.entries import EntryForm
from budgets.forms.planned import LineAddForm, LineForm, SplitForm
from budgets.models import BudgetLine, Entry
from budgets.months import month_end
from budgets.selectors.board import board_of
from budgets.selectors.entries import line_entries, lines_of
from budgets.selectors.history import line_history
from budgets.selectors.proposals import EQUAL, PRO_RATA, NothingToSplitError, proposal_of
from budgets.selectors.standing import standing_of
from budgets.selectors.sums import line_sums
from budgets.services.planned import (
    BoardMovedError,
    closed_words,
    line_add,
    line_edit,
    planned_set,
    rest_split,
)
from budgets.views.page import say_voided
from budgets.words import month_long
from campaigns.access import CampaignAccess, campaign_for
from campaigns.models import Campaign
from core.editing import EditConflict
from core.http import see_other
from core.models import Role
from core.submissions import new_submission_key, submit_once


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """A channel or a month that the table does not have yet."""
    access = campaign_for(request, slug, reference, at_least=Role.MANAGER)
    today = timezone.localdate()
    form = LineAddForm(
        request.POST or None,
        campaign=access.campaign,
        today=today,
        initial={"submission": new_submission_key()},
    )
    if request.method == "POST" and form.is_valid():
        try:
            return see_other(_add_once(request, access, form))
        except ValidationError as error:
            form.add_error(None, error)
    context = {
        "access": access,
        "campaign": access.campaign,
        "form": form,
        "standing": standing_of(access.campaign),
        "closed": closed_words(access.campaign),
    }
    return render(request, "budgets/line_add.html", context, status=422 if form.is_bound else 200)


def _add_once(request: HttpRequest, access: CampaignAccess, form: LineAddForm) -> str:
    data = form.cleaned_data

    def make() -> str:
        done = line_add(
            campaign=access.campaign,
            actor=access,
            channel=data["channel"],
            month=data["month"],
            planned=data["planned"],
            note=data["note"],
        )
        say_voided(request, done.voided)
        values = {"channel": data["channel"].name, "month": month_long(data["month"])}
        messages.success(request, _("%(channel)s, %(month)s : la ligne est dans le tableau.") % values)
        return reverse("budgets:budget", args=[access.workspace.slug, access.campaign.reference])

    return submit_once(request, action=make)


@require_safe
def line(request: HttpRequest, slug: str, reference: str, pk: int) -> HttpResponse:
    access = campaign_for(request, slug, reference)
    return render(request, "budgets/line.html", line_context(access, line_of(access.campaign, pk)))


@require_POST
def edit(request: HttpRequest, slug: str, reference: str, pk: int) -> HttpResponse:
    """The planned amount and the note of a line, from its own page."""
    access = campaign_for(request, slug, reference, at_least=Role.MANAGER)
    edited = line_of(access.campaign, pk)
    form = LineForm(request.POST, instance=edited)
    status = 422
    try:
        if form.is_valid():
            voided = line_edit(
                line=edited,
                actor=access,
                expected_version=form.expected_version,
                planned=form.cleaned_data["planned"],
                note=form.cleaned_data["note"],
            )
            messages.success(request, _("La ligne est enregistrée."))
            say_voided(request, voided)
            return see_other("budgets:line", slug, reference, pk)
    except EditConflict as conflict:
        form.show_conflict(conflict)
        status = 409
    except ValidationError as error:
        form.add_error(None, error)
    # The form wrote what was typed on its instance: the page shows the line as it is.
    context = line_context(access, line_of(access.campaign, pk), line_form=form)
    return render(request, "budgets/line.html", context, status=status)


@require_POST
def remove(request: HttpRequest, slug: str, reference: str, pk: int) -> HttpResponse:
    """Take a line without entries out of the table."""
    access = campaign_for(request, slug, reference, at_least=Role.MANAGER)
    gone = line_of(access.campaign, pk)
    try:
        done = planned_set(
            campaign=access.campaign,
            actor=access,
            channel=gone.channel,
            month=gone.month,
            planned=None,
            expected_version=_number(request.POST.get("version")),
        )
    except EditConflict:
        messages.error(
            request, _("Quelqu’un vient de modifier cette ligne : relisez-la avant de la retirer.")
        )
        return see_other("budgets:line", slug, reference, pk)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return see_other("budgets:line", slug, reference, pk)
    messages.success(request, _("La ligne est retirée du tableau."))
    say_voided(request, done.voided)
    return see_other("budgets:budget", slug, reference)


@require_http_methods(["GET", "HEAD", "POST"])
def split(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """See what sharing out the rest would change, then agree to exactly that."""
    access = campaign_for(request, slug, reference, at_least=Role.MANAGER)
    if request.method == "POST":
        form = SplitForm(request.POST)
        if form.is_valid():
            return _split_agreed(request, access, form)
    board = board_of(access.campaign)
    wanted = request.GET.get("methode", PRO_RATA if board.sums.planned else EQUAL)
    method = wanted if wanted in (EQUAL, PRO_RATA) else EQUAL
    context: dict[str, Any] = {
        "access": access,
        "campaign": access.campaign,
        "board": board,
        "method": method,
        "methods": ((EQUAL, _("À parts égales")), (PRO_RATA, _("Au prorata du prévu"))),
        "standing": standing_of(access.campaign),
        "closed": closed_words(access.campaign),
    }
    try:
        context["proposal"] = proposal_of(board, method)
    except NothingToSplitError as nothing:
        context["nothing"] = str(nothing)
    return render(request, "budgets/split.html", context, status=422 if request.method == "POST" else 200)


def _split_agreed(request: HttpRequest, access: CampaignAccess, form: SplitForm) -> HttpResponse:
    method = form.cleaned_data["methode"]
    place = (access.workspace.slug, access.campaign.reference)
    try:
        proposal, voided = rest_split(
            campaign=access.campaign, actor=access, method=method, seen=form.cleaned_data["seen"]
        )
    except BoardMovedError:
        messages.warning(
            request, _("Le budget a changé depuis cette proposition. Voici la nouvelle : relisez-la.")
        )
        return see_other(f"{reverse('budgets:split', args=place)}?methode={method}")
    except NothingToSplitError as nothing:
        messages.info(request, str(nothing))
        return see_other("budgets:budget", *place)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return see_other("budgets:budget", *place)
    count = len(proposal.moves)
    said = ngettext(
        "C’est réparti au centime : %(count)s case a changé.",
        "C’est réparti au centime : %(count)s cases ont changé.",
        count,
    )
    messages.success(request, said % {"count": count})
    say_voided(request, voided)
    return see_other("budgets:budget", *place)


def line_of(campaign: Campaign, pk: int) -> BudgetLine:
    """One line of this campaign with its sums, or 404."""
    found = lines_of(campaign).filter(pk=pk).first()
    if found is None:
        raise Http404(_("Cette ligne n’existe pas dans ce budget. Elle a peut-être été retirée."))
    return found


def line_context(access: CampaignAccess, shown: BudgetLine, **more: Any) -> dict[str, Any]:
    """What the page of a line shows; `more` may bring a bound `form` or `line_form`."""
    closed = closed_words(access.campaign)
    today = timezone.localdate()
    to_come = shown.month > today
    initial = {
        "kind": Entry.Kind.COMMITTED if to_come else Entry.Kind.ACTUAL,
        "on": min(today, month_end(shown.month)),
        "submission": new_submission_key(),
    }
    entries = line_entries(shown)
    return {
        "access": access,
        "campaign": access.campaign,
        "line": shown,
        "sums": line_sums(shown),
        "entries": entries,
        "history": line_history(shown),
        "form": EntryForm(initial=initial),
        "check_url": reverse(
            "budgets:entry-warnings", args=[access.workspace.slug, access.campaign.reference, shown.pk]
        ),
        "line_form": LineForm(instance=shown),
        "standing": standing_of(access.campaign),
        "closed": closed,
        "can_plan": access.covers(Role.MANAGER) and not closed,
        "can_enter": access.covers(Role.CONTRIBUTOR) and access.campaign.phase != "CLOTUREE",
        "can_remove": not (entries.standing or entries.past),
        **more,
    }


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() else 0
