"""Committed and actual entries: contributors write them, correct them and cancel them, each with a trace."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from budgets.forms.entries import CancelForm, CorrectionForm, EntryForm
from budgets.models import BudgetLine, Entry
from budgets.selectors.entries import entry_warnings, lines_of
from budgets.services.entries import (
    EntryHeldError,
    EntrySettledError,
    EntryWords,
    entry_add,
    entry_cancel,
    entry_correct,
)
from budgets.views.lines import line_context, line_of
from budgets.views.page import say_voided
from campaigns.access import CampaignAccess, campaign_for
from core.formatting import money
from core.http import see_other
from core.models import Role
from core.submissions import submit_once


@require_POST
def add(request: HttpRequest, slug: str, reference: str, pk: int) -> HttpResponse:
    access = campaign_for(request, slug, reference, at_least=Role.CONTRIBUTOR)
    line = line_of(access.campaign, pk)
    form = EntryForm(request.POST, instance=Entry(line=line))
    if form.is_valid():
        try:
            return see_other(_add_once(request, access, line, form))
        except EntryHeldError as held:
            form.show_warnings(held.warnings)
        except ValidationError as error:
            form.add_error(None, error)
    return render(request, "budgets/line.html", line_context(access, line, form=form), status=422)


def _add_once(request: HttpRequest, access: CampaignAccess, line: BudgetLine, form: EntryForm) -> str:
    def make() -> str:
        done = entry_add(line=line, actor=access, words=_words(form), accepted=form.accepted_codes)
        entry = done.entry
        values = {
            "kind": entry.get_kind_display(),
            "amount": money(entry.amount, access.workspace.currency),
            "label": entry.label,
        }
        messages.success(request, _("%(kind)s de %(amount)s enregistré : %(label)s.") % values)
        say_voided(request, done.voided)
        return reverse("budgets:line", args=[access.workspace.slug, access.campaign.reference, line.pk])

    return submit_once(request, action=make)


@require_safe
def warnings(request: HttpRequest, slug: str, reference: str, pk: int) -> HttpResponse:
    """What is unusual about an entry being typed: asked by htmx, says nothing while it is incomplete."""
    access = campaign_for(request, slug, reference, at_least=Role.CONTRIBUTOR)
    line = line_of(access.campaign, pk)
    form = EntryForm(request.GET, instance=Entry(line=line))
    form.is_valid()
    data = form.cleaned_data
    if all(data.get(name) for name in ("kind", "amount", "on")):
        form.show_warnings(
            entry_warnings(
                line=line,
                kind=data["kind"],
                amount=data["amount"],
                on=data["on"],
                document_number=data.get("document_number", ""),
            )
        )
    return render(request, "budgets/line.html#warnings", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, slug: str, reference: str, pk: int) -> HttpResponse:
    """Write an entry again, better. The first one stays readable, struck out, with the reason."""
    access = campaign_for(request, slug, reference, at_least=Role.CONTRIBUTOR)
    entry = entry_of(access, pk)
    kept = Entry.objects.select_related("line__channel").get(pk=pk)
    if gone := _already(request, access, kept):
        return gone
    form = CorrectionForm(request.POST or None, instance=entry, lines=lines_of(access.campaign))
    if request.method == "POST" and form.is_valid():
        try:
            done = entry_correct(
                entry=kept,
                line=form.cleaned_data["line"],
                actor=access,
                words=_words(form),
                reason=form.cleaned_data["reason"],
                accepted=form.accepted_codes,
            )
            messages.success(request, _("L’écriture est corrigée ; la première reste lisible."))
            say_voided(request, done.voided)
            return see_other("budgets:line", slug, reference, form.cleaned_data["line"].pk)
        except EntryHeldError as held:
            form.show_warnings(held.warnings)
        except EntrySettledError as settled:
            messages.warning(request, settled.words)
            return see_other("budgets:line", slug, reference, kept.line_id)
        except ValidationError as error:
            form.add_error(None, error)
    context = {"access": access, "campaign": access.campaign, "entry": kept, "form": form}
    return render(request, "budgets/entry_correct.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, slug: str, reference: str, pk: int) -> HttpResponse:
    """Take an entry back, with a reason."""
    access = campaign_for(request, slug, reference, at_least=Role.CONTRIBUTOR)
    entry = entry_of(access, pk)
    if gone := _already(request, access, entry):
        return gone
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            done = entry_cancel(entry=entry, actor=access, reason=form.cleaned_data["reason"])
            messages.success(request, _("L’écriture est annulée ; elle reste lisible avec sa raison."))
            say_voided(request, done.voided)
            return see_other("budgets:line", slug, reference, entry.line_id)
        except EntrySettledError as settled:
            messages.warning(request, settled.words)
            return see_other("budgets:line", slug, reference, entry.line_id)
        except ValidationError as error:
            form.add_error(None, error)
    context = {"access": access, "campaign": access.campaign, "entry": entry, "form": form}
    return render(request, "budgets/entry_cancel.html", context, status=422 if form.is_bound else 200)


def entry_of(access: CampaignAccess, pk: int) -> Entry:
    """An entry a person wrote in this campaign, or 404: reversals are not entries of their own."""
    rows = Entry.objects.select_related("line__channel", "line__budget__campaign__workspace")
    found = rows.filter(line__budget__campaign=access.campaign, reverses__isnull=True, pk=pk).first()
    if found is None:
        raise Http404(_("Cette écriture n’existe pas dans ce budget."))
    return found


def _already(request: HttpRequest, access: CampaignAccess, entry: Entry) -> HttpResponse | None:
    """Back to the line, with the reason, when this entry cannot be changed (any more)."""
    reversal = Entry.objects.filter(reverses=entry).first()
    if reversal:
        messages.warning(request, EntrySettledError(reversal).words)
    elif entry.source:
        messages.info(request, _("Cette écriture vient d’un import : corrigez l’import, elle suivra."))
    else:
        return None
    return see_other("budgets:line", access.workspace.slug, access.campaign.reference, entry.line_id)


def _words(form: EntryForm) -> EntryWords:
    data = form.cleaned_data
    return EntryWords(
        kind=data["kind"],
        amount=data["amount"],
        on=data["on"],
        label=data["label"],
        supplier=data["supplier"],
        document_number=data["document_number"],
    )
