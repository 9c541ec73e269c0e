"""The brief: one page, edited in place. Every address works alone as a page, and as a part of it by htmx."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.access import CampaignAccess, campaign_for
from campaigns.forms.brief import ROW_FORMS, TEXT_FORMS, BriefForm, RowForm
from campaigns.forms.errors import refuse
from campaigns.selectors import brief as reads
from campaigns.services.brief import (
    RowGone,
    brief_audience_add,
    brief_edit,
    brief_row_add,
    brief_row_edit,
    brief_row_move,
    brief_row_remove,
    brief_strategy_edit,
)
from campaigns.services.signoff import Edit
from campaigns.strategy_files import TYPES, strategy_name
from core.documents import document_request
from core.editing import EditConflict
from core.http import HttpResponseFile, see_other, with_toast
from core.models import Role
from core.submissions import new_submission_key, submit_once

PAGE = "campaigns/brief/brief.html"


@require_safe
def brief(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    return _page(request, campaign_for(request, slug, reference))


@require_http_methods(["GET", "HEAD", "POST"])
def text(request: HttpRequest, slug: str, reference: str, section: str) -> HttpResponse:
    """One set of texts: strategy, substance or voice."""
    access = _editor(request, slug, reference)
    posted = request.method == "POST"
    form = TEXT_FORMS[section](
        request.POST if posted else None,
        request.FILES if posted else None,
        instance=reads.brief_of(access.campaign),
    )
    if not posted:
        return _page(request, access, form=form)
    if form.is_valid():
        try:
            return _saved(request, access, section, _save_text(access, form))
        except EditConflict as conflict:
            form.show_conflict(conflict)
            return _page(request, access, form=form, status=409)
        except ValidationError as error:
            refuse(form, _named(error, strategy_file="upload"))
    return _page(request, access, form=form, status=422)


def _save_text(access: CampaignAccess, form: BriefForm) -> Edit:
    campaign, version, changes = access.campaign, form.expected_version, form.changes()
    if form.section != "strategie":
        return brief_edit(campaign=campaign, actor=access, expected_version=version, changes=changes)
    return brief_strategy_edit(
        campaign=campaign,
        actor=access,
        expected_version=version,
        changes=changes,
        upload=form.cleaned_data.get("upload"),
        remove_file=bool(form.cleaned_data.get("remove_file")),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def row_add(request: HttpRequest, slug: str, reference: str, section: str) -> HttpResponse:
    access = _editor(request, slug, reference)
    form = ROW_FORMS[section](request.POST or None, access=access, campaign=access.campaign)
    if request.method != "POST":
        return _page(request, access, form=form)
    if form.is_valid():
        try:
            return _saved(request, access, section, _add_once(request, access, form))
        except ValidationError as error:
            refuse(form, error)
    return _page(request, access, form=form, status=422)


def _add_once(request: HttpRequest, access: CampaignAccess, form: RowForm) -> Edit:
    done = Edit()

    def add() -> str:
        campaign = access.campaign
        if form.section == "cibles":
            edit = brief_audience_add(
                campaign=campaign,
                actor=access,
                audience=form.cleaned_data.get("audience"),
                new_name=form.cleaned_data.get("new_name", ""),
                insight=form.cleaned_data["insight"],
            )
        else:
            edit = brief_row_add(campaign=campaign, actor=access, row=form.row())
        done.voided.extend(edit.voided)
        return "done"

    submit_once(request, action=add)
    return done


@require_http_methods(["GET", "HEAD", "POST"])
def row(request: HttpRequest, slug: str, reference: str, section: str, pk: int) -> HttpResponse:
    access = _editor(request, slug, reference)
    found = _row(access, section, pk)
    if found is None:
        return _row_gone(request, access, section, pk)
    form = ROW_FORMS[section](request.POST or None, instance=found, access=access, campaign=access.campaign)
    if request.method != "POST":
        return _page(request, access, form=form)
    if form.is_valid():
        try:
            edit = brief_row_edit(
                row=found, actor=access, expected_version=form.expected_version, changes=form.changes()
            )
            return _saved(request, access, section, edit)
        except RowGone:
            return _row_gone(request, access, section, pk)
        except EditConflict as conflict:
            form.show_conflict(conflict)
            return _page(request, access, form=form, status=409)
        except ValidationError as error:
            refuse(form, error)
    return _page(request, access, form=form, status=422)


@require_POST
def row_remove(request: HttpRequest, slug: str, reference: str, section: str, pk: int) -> HttpResponse:
    access = _editor(request, slug, reference)
    found = _row(access, section, pk)
    if found is None:
        _who_removed(access, section, pk)  # removed twice is removed; never there is not found
        return _saved(request, access, section, Edit())
    try:
        version = int(request.POST.get("version") or 0)
        edit = brief_row_remove(row=found, actor=access, expected_version=version)
    except (RowGone, ValueError):
        return _saved(request, access, section, Edit())
    except EditConflict as conflict:
        form = ROW_FORMS[section](instance=conflict.row, access=access, campaign=access.campaign)
        words = _("Cette ligne a changé depuis que vous l’avez lue. Relisez-la avant de la retirer.")
        return _page(request, access, form=form, status=409, warning=words)
    except ValidationError as error:
        return _refused(request, access, section, error)
    return _saved(request, access, section, edit)


@require_POST
def row_move(request: HttpRequest, slug: str, reference: str, section: str, pk: int) -> HttpResponse:
    """Put a row at the place `to`, counted from 0."""
    access = _editor(request, slug, reference)
    found = _row(access, section, pk)
    if found is None:
        _who_removed(access, section, pk)
        return _saved(request, access, section, Edit())
    try:
        to = int(request.POST.get("to", ""))
        edit = brief_row_move(row=found, actor=access, to=to)
    except (RowGone, ValueError):
        return _saved(request, access, section, Edit())
    except ValidationError as error:
        return _refused(request, access, section, error)
    return _saved(request, access, section, edit)


@require_safe
def document(request: HttpRequest, slug: str, reference: str, digest: str, suffix: str) -> HttpResponseBase:
    """A strategy document of this campaign, today's or one that a frozen version names."""
    access = campaign_for(request, slug, reference)
    name = strategy_name(access.campaign, digest, suffix)
    if suffix not in TYPES or not default_storage.exists(name):
        raise Http404(_("Ce document n’est pas dans cette campagne."))
    return HttpResponseFile(
        default_storage.open(name),
        as_attachment=True,
        filename=f"{access.campaign.reference}-strategie.{suffix}",
        content_type=TYPES[suffix],
    )


@require_POST
def pdf(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    access = campaign_for(request, slug, reference)
    asked = document_request(
        access=access,
        builder="campaign_brief",
        subject=f"campaign:{access.campaign.pk}",
        scope=access.campaign.scope,
        title=_("Brief %(name)s") % {"name": access.campaign.name},
    )
    return see_other("core:document", slug, asked.pk)


def _editor(request: HttpRequest, slug: str, reference: str) -> CampaignAccess:
    return campaign_for(request, slug, reference, at_least=Role.CONTRIBUTOR)


def _row(access: CampaignAccess, section: str, pk: int) -> Any:
    model = ROW_FORMS[section]._meta.model
    return model._default_manager.select_related("campaign").filter(campaign=access.campaign, pk=pk).first()


def _who_removed(access: CampaignAccess, section: str, pk: int) -> str:
    """Who took a row out of this brief. Raises Http404 when it never was there."""
    model = ROW_FORMS[section]._meta.model
    by = reads.who_removed(access.campaign, f"{model._meta.model_name}:{pk}")
    if not by:
        raise Http404(_("Cette ligne n’existe pas dans ce brief."))
    return by


def _row_gone(request: HttpRequest, access: CampaignAccess, section: str, pk: int) -> HttpResponse:
    """Somebody removed the row meanwhile: what was typed comes back as a new row to save."""
    by = _who_removed(access, section, pk)
    if request.method != "POST":
        messages.info(request, _("%(who)s a retiré cette ligne.") % {"who": by})
        return see_other("campaigns:brief", access.workspace.slug, access.campaign.reference)
    form = ROW_FORMS[section](request.POST, access=access, campaign=access.campaign)
    words = _("%(who)s a retiré cette ligne pendant que vous la modifiiez. Enregistrez pour la remettre.")
    return _page(request, access, form=form, status=409, warning=words % {"who": by})


def _named(error: ValidationError, **names: str) -> ValidationError:
    """The same errors under the names the form gives its fields."""
    if not hasattr(error, "error_dict"):
        return error
    return ValidationError({names.get(key, key): problems for key, problems in error.error_dict.items()})


def _saved(request: HttpRequest, access: CampaignAccess, section: str, edit: Edit) -> HttpResponse:
    voided = edit.voided[0] if edit.voided else None
    words = (
        _("Enregistré. La validation de la version %(number)s est périmée.")
        % {"number": voided.snapshot.number}
        if voided
        else _("Enregistré.")
    )
    if not _inline(request):
        (messages.warning if voided else messages.success)(request, words)
        page = _address(access)
        return see_other(f"{page}#{section}")
    response = _page(request, access, section=section)
    return with_toast(response, words, "warn" if voided else "ok")


def _refused(
    request: HttpRequest, access: CampaignAccess, section: str, error: ValidationError
) -> HttpResponse:
    words = " ".join(error.messages)
    if not _inline(request):
        messages.error(request, words)
        return see_other(f"{_address(access)}#{section}")
    return with_toast(_page(request, access, section=section), words, "bad")


def _address(access: CampaignAccess) -> str:
    return reverse("campaigns:brief", args=[access.workspace.slug, access.campaign.reference])


def _inline(request: HttpRequest) -> bool:
    return bool(request.htmx)  # type: ignore[attr-defined]


def _page(
    request: HttpRequest,
    access: CampaignAccess,
    *,
    form: BriefForm | None = None,
    section: str = "",
    status: int = 200,
    warning: str = "",
) -> HttpResponse:
    """The whole page, or by htmx the part that was asked for with the summary beside it."""
    section = form.section if form else section
    context = {
        "access": access,
        "campaign": access.campaign,
        "page": reads.brief_page(access.campaign),
        "can_edit": access.covers(Role.CONTRIBUTOR) and access.campaign.is_open,
        "can_ask": access.covers(Role.MANAGER) and access.campaign.is_open,
        "form": form,
        "editing": section if form else "",
        "editing_row": form.instance.pk if form and section in ROW_FORMS else None,
        "just_saved": section if not form else "",
        "warning": warning,
        "submission": request.POST.get("submission") or new_submission_key(),
    }
    if not _inline(request) or not section:
        return render(request, PAGE, context, status=status)
    # htmx swaps 422, not 409: the words are in the form either way.
    return render(
        request, f"{PAGE}#{section}", {**context, "inline": True}, status=422 if status == 409 else status
    )
