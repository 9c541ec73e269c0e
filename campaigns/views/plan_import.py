"""Bringing a plan in from a file: choose it, look at what it would make, confirm."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from campaigns.access import CampaignAccess, campaign_for
from campaigns.forms.plan_import import AnswersForm, PlanFileForm
from campaigns.models import PlanImport
from campaigns.selectors.import_words import SHOWN, change_lines, cycle_words, problem_words
from campaigns.selectors.plan_import import ImportPlan, import_plan
from campaigns.selectors.plan_words import standing_of
from campaigns.services.plan import plan_closed_words
from campaigns.services.plan_import import (
    PreviewOutdated,
    plan_import_answer,
    plan_import_apply,
    plan_import_drop,
    plan_import_keep,
)
from core.http import see_other
from core.models import Role

PAGE, PREVIEW = "campaigns/plan/import.html", "campaigns/plan/import_preview.html"


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """The file, and what it may hold."""
    access = _editor(request, slug, reference)
    closed = plan_closed_words(access.campaign)
    form = PlanFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and not closed:
        try:
            plan_import_keep(campaign=access.campaign, actor=access, upload=form.cleaned_data["file"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return see_other("campaigns:plan-import-preview", slug, reference)
    waiting = _kept(access)
    context = {
        "access": access,
        "campaign": access.campaign,
        "form": form,
        "closed": closed,
        "waiting": waiting,
    }
    return render(request, PAGE, context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """What the file would make of the plan as it is now; a POST answers, or confirms what was seen."""
    access = _editor(request, slug, reference)
    kept = _kept(access)
    if kept is None:
        return see_other("campaigns:plan-import", slug, reference)
    found = import_plan(access.campaign, kept)
    if request.method == "POST":
        form = AnswersForm(request.POST, found=found, answers=kept.answers)
        if not form.is_valid():
            return _show(request, access, kept, found, form, status=422)
        if (answers := form.answers()) != kept.answers:
            plan_import_answer(kept=kept, answers=answers)
            found = import_plan(access.campaign, kept)
        if request.POST.get("do") == "import":
            return _confirmed(request, access, kept)
    return _show(request, access, kept, found, AnswersForm(found=found, answers=kept.answers))


@require_POST
def drop(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    access = _editor(request, slug, reference)
    kept = _kept(access)
    if kept is not None:
        plan_import_drop(kept=kept)
        messages.info(request, _("Import abandonné. Le planning n’a pas changé."))
    return see_other("campaigns:planning", slug, reference)


def _confirmed(request: HttpRequest, access: CampaignAccess, kept: PlanImport) -> HttpResponse:
    try:
        found, voided = plan_import_apply(kept=kept, actor=access, seen=request.POST.get("seen", ""))
    except PreviewOutdated:
        messages.warning(
            request, _("Ce que l’import ferait a changé depuis votre aperçu. Relisez, puis confirmez.")
        )
        return see_other("campaigns:plan-import-preview", access.workspace.slug, access.campaign.reference)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return see_other("campaigns:plan-import-preview", access.workspace.slug, access.campaign.reference)
    said = _done_words(found)
    if voided:
        said += " " + _("La validation du planning est périmée : redemandez-la quand vous aurez fini.")
    (messages.warning if voided else messages.success)(request, said)
    return see_other("campaigns:planning", access.workspace.slug, access.campaign.reference)


def _done_words(found: ImportPlan) -> str:
    states = [change.state for change in found.changes]
    new, changed = states.count("new"), states.count("changed")
    if not new and not changed:
        return _("Rien à changer : le planning est déjà celui du fichier.")
    added = ngettext("%(count)s tâche ajoutée", "%(count)s tâches ajoutées", new) % {"count": new}
    edited = ngettext("%(count)s modifiée", "%(count)s modifiées", changed) % {"count": changed}
    return _("Planning importé : %(added)s, %(edited)s.") % {"added": added, "edited": edited}


def _show(
    request: HttpRequest,
    access: CampaignAccess,
    kept: PlanImport,
    found: ImportPlan,
    form: AnswersForm,
    status: int = 200,
) -> HttpResponse:
    states = [change.state for change in found.changes]
    closed = plan_closed_words(access.campaign)
    waves = list(access.campaign.waves.order_by("number"))
    context: dict[str, Any] = {
        "access": access,
        "campaign": access.campaign,
        "kept": kept,
        "found": found,
        "form": form,
        "closed": closed,
        "counts": {name: states.count(name) for name in ("new", "changed", "same")},
        "lines": change_lines(found),
        "more": max(0, len(found.written) - SHOWN),
        "refused": [(each.line, problem_words(each)) for each in found.refused[:SHOWN]],
        "notes": [(each.line, problem_words(each)) for each in found.read.notes[:SHOWN]],
        "columns": list(found.read.columns.values()),
        "cycle": cycle_words(found.cycle) if found.cycle else "",
        "standing": standing_of(access.campaign, found.outlook, waves=waves, late=0),
        "ready": not found.blocked and not closed,
    }
    return render(request, PREVIEW, context, status=status)


def _editor(request: HttpRequest, slug: str, reference: str) -> CampaignAccess:
    return campaign_for(request, slug, reference, at_least=Role.CONTRIBUTOR)


def _kept(access: CampaignAccess) -> PlanImport | None:
    return PlanImport.objects.filter(campaign=access.campaign, membership=access.membership).first()
