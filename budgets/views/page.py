"""The budget page of a campaign: the table, its cells, the total, the export."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from budgets.bars import bars
from budgets.figures import bars_sentence, figures_of, first_sentence, overspent_sentence
from budgets.forms.planned import CellForm, TotalForm
from budgets.selectors.board import Board, Cell, board_of, budget_of
from budgets.selectors.overruns import voided_words
from budgets.selectors.overspend import overspent_channels
from budgets.selectors.standing import Standing, standing_of
from budgets.selectors.sums import Sums
from budgets.services.planned import LineGoneError, Planned, closed_words, planned_set, total_set
from budgets.words import month_long, month_short
from campaigns.access import CampaignAccess, campaign_for
from campaigns.models import Channel, SignOffRequest
from core.editing import EditConflict
from core.exports import Value, csv_response
from core.formatting import amount
from core.http import see_other, with_toast
from core.models import Role

Context = dict[str, Any]


@require_safe
def budget(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    access = campaign_for(request, slug, reference)
    return render(request, "budgets/budget.html", budget_context(access))


@require_POST
def cell(request: HttpRequest, slug: str, reference: str, channel: int, month: date) -> HttpResponse:
    """Save one cell: by htmx the cell comes back with every figure it moved, otherwise the page does."""
    access = campaign_for(request, slug, reference, at_least=Role.MANAGER)
    written = Channel.objects.filter(workspace=access.workspace, pk=channel).first()
    if written is None:
        raise Http404(_("Ce canal n’existe pas dans cet espace."))
    form = CellForm(request.POST)
    try:
        if not form.is_valid():
            raise ValidationError(list(form.errors.get("planned", [_("Rechargez la page, puis réessayez.")])))
        done = planned_set(
            campaign=access.campaign,
            actor=access,
            channel=written,
            month=month,
            planned=form.cleaned_data["planned"],
            expected_version=form.cleaned_data["version"],
        )
    except EditConflict as conflict:
        return _refused(request, access, written, month, _conflict_words(conflict), conflict.row.version)
    except LineGoneError as gone:
        return _refused(request, access, written, month, [_gone_words(gone)], 0)
    except ValidationError as error:
        version = request.POST.get("version", "0")
        return _refused(request, access, written, month, error.messages, version, status=422)
    return _saved(request, access, written, month, done)


@require_http_methods(["GET", "HEAD", "POST"])
def total(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    access = campaign_for(request, slug, reference, at_least=Role.MANAGER)
    form = TotalForm(request.POST or None, instance=budget_of(access.campaign))
    status = 200
    if request.method == "POST":
        status = 422
        try:
            if form.is_valid():
                voided = total_set(
                    campaign=access.campaign,
                    actor=access,
                    expected_version=form.expected_version,
                    total=form.cleaned_data["total"],
                    note=form.cleaned_data["note"],
                )
                messages.success(request, _("Le total est enregistré."))
                say_voided(request, voided)
                return see_other("budgets:budget", slug, reference)
        except EditConflict as conflict:
            form.show_conflict(conflict)
            status = 409
        except ValidationError as error:
            form.add_error(None, error)
    context = {
        "access": access,
        "campaign": access.campaign,
        "form": form,
        "standing": standing_of(access.campaign),
    }
    return render(request, "budgets/total.html", context, status=status)


@require_safe
def export(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """The table as CSV: one row per channel, amounts in euros with their cents."""
    access = campaign_for(request, slug, reference)
    board = board_of(access.campaign)
    header = [_("Canal"), *(month_short(month) for month in board.months)]
    header += [_("Prévu"), _("Engagé"), _("Réalisé"), _("Atterrissage")]
    rows: list[list[Value]] = [
        [row.channel.name, *(cell.sums.planned for cell in row.cells), *_amounts(row.sums)]
        for row in board.rows
    ]
    footer: list[Value] = [
        _("Total"),
        *(column.sums.planned for column in board.columns),
        *_amounts(board.sums),
    ]
    return csv_response(f"budget-{reference}", header, rows, footer=footer)


def budget_context(access: CampaignAccess, **more: Any) -> Context:
    """Everything the page shows; `failed` in `more` is a cell that could not be saved."""
    campaign = access.campaign
    board = board_of(campaign)
    over = overspent_channels([campaign]).get(campaign.pk, [])
    closed = closed_words(campaign)
    shown = [row for row in board.rows if row.sums.planned or row.sums.used]
    standing = standing_of(campaign)
    can_plan = access.covers(Role.MANAGER) and not closed
    return {
        "access": access,
        "campaign": campaign,
        "board": board,
        "sentence": first_sentence(board),
        "figures": figures_of(board),
        "bars": bars([(row.channel.name, *_used(row.sums)) for row in shown]),
        "bars_sentence": bars_sentence(board, over) if shown else "",
        "overspent": [overspent_sentence(each, access.workspace.currency) for each in over],
        "over_ids": {each.channel_id for each in over},
        "standing": standing,
        "asks": can_plan and _may_be_asked(board, standing),
        "closed": closed,
        "can_plan": can_plan,
        "can_enter": access.covers(Role.CONTRIBUTOR),
        **more,
    }


def _may_be_asked(board: Board, standing: Standing) -> bool:
    """The page's main action is to ask the signature: the total is split to the cent and nobody signs it."""
    balanced = bool(board.total and board.rows and board.rest == 0)
    return balanced and standing.state in ("none", "void", "rejected")


def say_voided(request: HttpRequest, voided: SignOffRequest | None) -> None:
    if voided:
        messages.warning(request, voided_words(voided))


def _used(sums: Sums) -> tuple[Decimal, Decimal, Decimal]:
    return sums.planned, sums.committed, sums.actual


def _amounts(sums: Sums) -> list[Decimal]:
    return [sums.planned, sums.committed, sums.actual, sums.landing]


def _saved(
    request: HttpRequest, access: CampaignAccess, channel: Channel, month: date, done: Planned
) -> HttpResponse:
    if not request.htmx:  # type: ignore[attr-defined]
        values = {"channel": channel.name, "month": month_long(month)}
        messages.success(request, _("%(channel)s, %(month)s : enregistré.") % values)
        say_voided(request, done.voided)
        return see_other("budgets:budget", access.workspace.slug, access.campaign.reference)
    context = budget_context(access)
    shown = _find(context["board"], channel, month)
    if shown is None:  # its column or row is gone with its last line
        response = HttpResponse(status=204)
        response["HX-Refresh"] = "true"
        return response
    board = context["board"]
    column = next(each for each in board.columns if each.month == month)
    context |= {"cell": shown, "row": board.row(channel.pk), "column": column, "oob": True}
    response = render(request, "budgets/budget.html#saved", context)
    return with_toast(response, voided_words(done.voided), "warn") if done.voided else response


def _refused(
    request: HttpRequest,
    access: CampaignAccess,
    channel: Channel,
    month: date,
    errors: list[str],
    version: int | str,
    *,
    status: int = 409,
) -> HttpResponse:
    """The cell again, with what was typed, why it was not saved, and the version the next save is about."""
    failed = {
        "key": f"{channel.pk}-{month:%Y-%m}",
        "typed": request.POST.get("planned", ""),
        "version": version,
        "errors": errors,
    }
    context = budget_context(access, failed=failed)
    shown = _find(context["board"], channel, month)
    if not request.htmx:  # type: ignore[attr-defined]
        if shown is None:  # no cell to say it in
            messages.error(request, " ".join(errors))
        return render(request, "budgets/budget.html", context, status=status)
    context["cell"] = shown or Cell(channel, month, None, Sums(), live=False)
    # htmx swaps 422, not 409: the words are in the cell either way.
    return render(request, "budgets/budget.html#cell", context, status=422)


def _find(board: Board, channel: Channel, month: date) -> Cell | None:
    cells = (cell for row in board.rows for cell in row.cells)
    return next((cell for cell in cells if cell.channel == channel and cell.month == month), None)


def _conflict_words(conflict: EditConflict) -> list[str]:
    said = [
        (
            _("%(who)s a remplacé « %(before)s » par « %(after)s ».")
            if change.before
            else _("%(who)s a écrit « %(after)s » ici.")
        )
        % {"who": change.by, "before": change.before, "after": change.after}
        for change in conflict.changes
        if change.field == "planned"
    ] or [_("Quelqu’un a modifié cette case : elle vaut maintenant « %(now)s ».") % {"now": _now(conflict)}]
    return [*said, _("Votre montant est gardé : validez à nouveau pour l’imposer.")]


def _now(conflict: EditConflict) -> str:
    return amount(getattr(conflict.row, "planned", None))


def _gone_words(gone: LineGoneError) -> str:
    if not gone.by:
        return _("Cette ligne a été retirée entre-temps. Validez à nouveau pour la recréer.")
    return _("%(who)s a retiré cette ligne entre-temps. Validez à nouveau pour la recréer.") % {
        "who": gone.by
    }
