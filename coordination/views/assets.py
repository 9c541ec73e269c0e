"""Assets: planning one, its versions, their files, the decision on each."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.access import CampaignAccess, campaign_for
from campaigns.models import SignOffRequest
from coordination.access import asset_for, brief_for, may, may_inside, version_for
from coordination.forms.creations import AssetForm, ReviewForm, UploadForm
from coordination.models import Asset, AssetVersion, CreativeBrief
from coordination.selectors.creations import versions_of
from coordination.selectors.specification import specification_of, upload_words
from coordination.selectors.standing import closed_words
from coordination.services.assets import (
    ReviewClosed,
    asset_create,
    asset_remove,
    version_review,
    version_upload,
)
from coordination.services.thumbnails import thumbnail_get
from coordination.views.files import file_answer, sealed
from coordination.views.voided import say_voided
from core.http import see_other
from core.models import Role
from core.submissions import new_submission_key, submit_once


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, slug: str, reference: str, pk: int) -> HttpResponse:
    access = campaign_for(request, slug, reference, at_least=Role.CONTRIBUTOR)
    brief = brief_for(access, pk)
    post = request.method == "POST"
    initial = {"submission": new_submission_key(), "wave": _wave_asked(request, access)}
    form = AssetForm(
        request.POST if post else None,
        request.FILES if post else None,
        campaign=access.campaign,
        initial=initial,
    )
    if post and form.is_valid():
        try:
            return see_other(_add_once(request, access, brief, form))
        except ValidationError as error:
            _show(form, error)
    context = {
        "access": access,
        "campaign": access.campaign,
        "brief": brief,
        "form": form,
        "max_bytes": settings.UPLOAD_MAX_BYTES,
        "upload_words": upload_words(brief.format),
        "specification": specification_of(brief.format),
    }
    return render(request, "coordination/asset_add.html", context, status=422 if post else 200)


def _wave_asked(request: HttpRequest, access: CampaignAccess) -> int | None:
    asked = request.GET.get("vague", "")
    if not (asked.isdecimal() and len(asked) < 5):
        return None
    return access.campaign.waves.filter(number=int(asked)).values_list("pk", flat=True).first()


def _add_once(request: HttpRequest, access: CampaignAccess, brief: CreativeBrief, form: AssetForm) -> str:
    data = form.cleaned_data

    def make() -> str:
        voided: list[SignOffRequest] = []
        asset = asset_create(brief=brief, wave=data["wave"], name=data["name"], actor=access, voided=voided)
        if data.get("file"):
            version_upload(asset=asset, upload=data["file"], comment="", actor=access, voided=voided)
        say_voided(request, access, voided)
        messages.success(request, _("« %(asset)s » est prévu.") % {"asset": asset})
        return _url(access, asset)

    return submit_once(request, action=make)


@require_safe
def asset(request: HttpRequest, slug: str, reference: str, pk: int) -> HttpResponse:
    access = campaign_for(request, slug, reference, team_only=True)
    return _page(request, access, asset_for(access, pk))


@require_POST
def upload(request: HttpRequest, slug: str, reference: str, pk: int) -> HttpResponse:
    """The next version of an asset. A refused file leaves everything as it was, with words beside it."""
    access = campaign_for(request, slug, reference, at_least=Role.CONTRIBUTOR, team_only=True)
    found = asset_for(access, pk)
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            return see_other(_upload_once(request, access, found, form))
        except ValidationError as error:
            _show(form, error)
    return _page(request, access, found, upload_form=form, status=422)


def _upload_once(request: HttpRequest, access: CampaignAccess, found: Asset, form: UploadForm) -> str:
    data = form.cleaned_data

    def make() -> str:
        voided: list[SignOffRequest] = []
        version = version_upload(
            asset=found, upload=data["file"], comment=data["comment"], actor=access, voided=voided
        )
        say_voided(request, access, voided)
        words = _("La version %(number)s est reçue : elle attend sa relecture.")
        messages.success(request, words % {"number": version.number})
        return _url(access, found)

    return submit_once(request, action=make)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, slug: str, reference: str, pk: int) -> HttpResponse:
    """Drop an asset planned by mistake, before any file came."""
    access = campaign_for(request, slug, reference, at_least=Role.CONTRIBUTOR)
    found = asset_for(access, pk)
    if request.method == "POST":
        voided: list[SignOffRequest] = []
        try:
            asset_remove(asset=found, actor=access, voided=voided)
            say_voided(request, access, voided)
            messages.success(request, _("« %(asset)s » n’est plus prévu.") % {"asset": found})
            return see_other("coordination:creations", slug, reference)
        except ValidationError as error:
            messages.warning(request, " ".join(error.messages))
            return see_other(_url(access, found))
    context = {"access": access, "campaign": access.campaign, "asset": found}
    return render(request, "coordination/asset_remove.html", context)


@require_POST
def review(request: HttpRequest, slug: str, reference: str, pk: int, number: int) -> HttpResponse:
    access = campaign_for(request, slug, reference, at_least=Role.MANAGER)
    version = version_for(access, pk, number)
    form = ReviewForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            version_review(version=version, decision=data["decision"], comment=data["comment"], actor=access)
            messages.success(request, _said(data["decision"], number))
            return see_other(_url(access, version.asset))
        except ReviewClosed as closed:
            if closed.decided == data["decision"]:  # the same click twice, or two people of one mind
                messages.info(request, closed.words)
                return see_other(_url(access, version.asset))
            form.add_error(None, closed.words)
            found = asset_for(access, pk)
            return _page(request, access, found, review_form=form, status=409)
        except ValidationError as error:
            form.add_error(None, error)
    return _page(request, access, asset_for(access, pk), review_form=form, status=422)


def _said(decision: str, number: int) -> str:
    if decision == AssetVersion.Status.APPROVED:
        return _("La version %(number)s est approuvée.") % {"number": number}
    return _("La reprise de la version %(number)s est demandée : l’équipe la voit dans « Aujourd’hui ».") % {
        "number": number
    }


@require_safe
def file(request: HttpRequest, slug: str, reference: str, pk: int, number: int) -> HttpResponseBase:
    """The file of a version: pictures in the page, anything else as a download."""
    access = campaign_for(request, slug, reference, team_only=True)
    version = version_for(access, pk, number)
    return file_answer(request, version)


@require_safe
def thumbnail(request: HttpRequest, slug: str, reference: str, pk: int, number: int) -> HttpResponse:
    access = campaign_for(request, slug, reference, team_only=True)
    body = thumbnail_get(version_for(access, pk, number))
    if body is None:
        raise Http404(_("Cette version n’a pas d’aperçu."))
    return sealed(HttpResponse(body, content_type="image/webp"))


def _page(
    request: HttpRequest,
    access: CampaignAccess,
    found: Asset,
    *,
    upload_form: UploadForm | None = None,
    review_form: ReviewForm | None = None,
    status: int = 200,
) -> HttpResponse:
    versions = versions_of(found)
    asked = request.GET.get("version", "")
    shown = next((each for each in versions if str(each.number) == asked), versions[0] if versions else None)
    latest = versions[0] if versions else None
    waiting = shown is not None and shown == latest and shown.status == AssetVersion.Status.REVIEW
    context: dict[str, Any] = {
        "access": access,
        "campaign": access.campaign,
        "asset": found,
        "brief": found.creative_brief,
        "versions": versions,
        "shown": shown,
        "latest": latest,
        "closed": closed_words(access.campaign),
        "can_upload": may(access, Role.CONTRIBUTOR),
        "can_review": waiting and may_inside(access, Role.MANAGER),
        "can_remove": not versions and may_inside(access, Role.CONTRIBUTOR),
        "waits_for_manager": waiting and not may_inside(access, Role.MANAGER),
        "upload_form": upload_form or UploadForm(initial={"submission": new_submission_key()}),
        "review_form": review_form or ReviewForm(),
        "review_number": request.resolver_match.kwargs.get("number") if request.resolver_match else None,
        "max_bytes": settings.UPLOAD_MAX_BYTES,
        "upload_words": upload_words(found.creative_brief.format),
        "specification": specification_of(found.creative_brief.format),
    }
    return render(request, "coordination/asset.html", context, status=status)


def _url(access: CampaignAccess, found: Asset) -> str:
    return reverse("coordination:asset", args=[access.workspace.slug, access.campaign.reference, found.pk])


def _show(form: AssetForm | UploadForm, error: ValidationError) -> None:
    """Words about the file stand beside it, whatever service they come from."""
    if hasattr(error, "error_dict"):
        for name, errors in error.error_dict.items():
            form.add_error(name if name in form.fields else None, errors)
    else:
        form.add_error("file", error)
