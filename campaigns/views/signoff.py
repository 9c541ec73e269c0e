"""The team's side of sign-off: where each content stands, asking, reminding, taking back, versions."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.access import CampaignAccess, campaign_for
from campaigns.documents_version import BUILDER as VERSION_PDF
from campaigns.forms.errors import refuse
from campaigns.forms.signoff import IN_TURN, SignOffRequestForm
from campaigns.models import Campaign, Snapshot
from campaigns.selectors import signoff as reads
from campaigns.selectors.amendments import campaign_amendments
from campaigns.selectors.combined import replaced_words
from campaigns.selectors.preparation import workspace_calendar
from campaigns.selectors.receipts import receipts_readable
from campaigns.selectors.required import RequiredSigners, required_signers
from campaigns.selectors.signed import signed_changes
from campaigns.selectors.usual import usual_request
from campaigns.services.amendments import amendment_to_ask
from campaigns.services.asking import held_approval, living_mark, living_requests
from campaigns.services.questions import question_answer
from campaigns.services.signoff import signature_remind, signoff_request, signoff_withdraw
from campaigns.services.signoff_rows import SignOffClosed
from campaigns.signoff import ContentKind, content_changes, content_kind, current_content
from campaigns.signoff.amendments import amended_kind
from core.documents import document_request
from core.http import see_other
from core.models import Role
from core.selectors.people import administrators
from core.submissions import new_submission_key, submit_once


@require_safe
def overview(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    access = campaign_for(request, slug, reference)
    standings = reads.standings(access.campaign)
    receipts = [standing.receipt for standing in standings if standing.receipt]
    return render(
        request,
        "campaigns/signoff/overview.html",
        {
            "access": access,
            "campaign": access.campaign,
            "standings": standings,
            "amendments": campaign_amendments(access, list(access.campaign.waves.order_by("number"))),
            "can_withdraw": access.covers(Role.MANAGER),
            "readable": receipts_readable(access, receipts),
            "can_ask": access.covers(Role.CONTRIBUTOR) and access.campaign.is_open,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, slug: str, reference: str, kind: str) -> HttpResponse:
    """Freeze a content and send it to its signers."""
    access = campaign_for(request, slug, reference, at_least=Role.CONTRIBUTOR)
    described = _kind(kind)
    if described.ask_url_name:
        # Only certain people may sign it: it is asked on a page of its own.
        return see_other(described.ask_url_name, slug, reference)
    if not described.offered(access.campaign):
        raise Http404(_("Cette campagne n’a pas ce contenu à valider."))
    required = required_signers(access.campaign, kind, access)
    form = _ask_form(request, access, kind, required)
    if request.method != "POST":
        return _ask_page(request, access, described, form, required, 200)
    if form.is_valid():
        try:
            return see_other(_send(request, access, kind, form))
        except ValidationError as error:
            refuse(form, error)
    return _ask_page(request, access, described, form, required, 422)


def _ask_form(
    request: HttpRequest, access: CampaignAccess, kind: str, required: RequiredSigners
) -> SignOffRequestForm:
    members, stakeholders = reads.possible_signers(access.campaign)
    usual = usual_request(access.campaign, kind)
    data = request.POST if request.method == "POST" else None
    return SignOffRequestForm(
        data,
        initial={
            "due_on": _usual_due(access),
            "rule": IN_TURN if usual.turns else usual.rule,
            "quorum": usual.quorum,
        },
        members=members,
        stakeholders=stakeholders,
        parts=content_kind(kind).parts,
        usual=usual.parts,
        turns=usual.turns,
        required=required.places,
    )


def _usual_due(access: CampaignAccess) -> date:
    """When an answer is expected: within the workspace's patience; the same day for a flash campaign."""
    calendar, today = workspace_calendar(access.workspace), timezone.localdate()
    if access.campaign.type == Campaign.Type.FLASH:
        return calendar.next_working_day(today)
    return calendar.add_working_days(today, access.workspace.signoff_patience_days)


def _send(request: HttpRequest, access: CampaignAccess, kind: str, form: SignOffRequestForm) -> str:
    def send() -> str:
        signoff_request(
            campaign=access.campaign,
            actor=access,
            kind=kind,
            signers=form.chosen(),
            due_on=form.cleaned_data["due_on"],
            message=form.cleaned_data["message"],
            replaces=request.POST.get("replaces"),
            **form.terms(),
        )
        messages.success(request, _("La demande est partie. Chaque signataire reçoit son lien."))
        return f"{reads.overview_url(access.campaign)}#{kind}"

    return submit_once(request, action=send)


def _ask_page(
    request: HttpRequest,
    access: CampaignAccess,
    kind: ContentKind,
    form: SignOffRequestForm,
    required: RequiredSigners,
    status: int,
) -> HttpResponse:
    campaign = access.campaign
    standing = reads.standing(campaign, kind.key)
    amendment = amendment_to_ask(campaign, kind.key)
    living = living_requests(campaign, kind.key)
    held = None if access.covers(Role.MANAGER) else held_approval(living)
    context = {
        "access": access,
        "campaign": campaign,
        "kind": amended_kind(kind, amendment),
        "amended": signed_changes(campaign, kind.key) if amendment else [],
        "replaces": replaced_words(campaign, kind),
        "form": form,
        "standing": standing,
        "required": required.rows,
        "unfilled": required.unfilled,
        "can_settle": access.covers(Role.ADMIN),
        "administrators": list(administrators(access.workspace)) if required.unfilled else [],
        "living": living_mark(living),
        "held": held,
        "unready": kind.unready(campaign),
        "content": current_content(campaign, kind.key),
        "submission": request.POST.get("submission") or new_submission_key(),
    }
    return render(request, "campaigns/signoff/ask.html", context, status=status)


@require_POST
def remind(request: HttpRequest, slug: str, reference: str, pk: int) -> HttpResponse:
    access = campaign_for(request, slug, reference, at_least=Role.CONTRIBUTOR)
    signature = reads.signature_of_campaign(access.campaign, pk)
    if signature is None:
        raise Http404(_("Cette signature n’existe pas dans cette campagne."))
    try:
        signature_remind(signature=signature, actor=access)
    except SignOffClosed:
        messages.info(request, _("%(name)s n’a plus rien à signer ici.") % {"name": signature.name})
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(request, _("La relance est partie pour %(name)s.") % {"name": signature.name})
    return see_other(f"{reads.overview_url(access.campaign)}#{signature.request.kind}")


@require_POST
def answer(request: HttpRequest, slug: str, reference: str, pk: int) -> HttpResponse:
    """Answer a signer's question; they read it by mail and on their page."""
    access = campaign_for(request, slug, reference, at_least=Role.CONTRIBUTOR)
    signature = reads.signature_of_campaign(access.campaign, pk)
    if signature is None:
        raise Http404(_("Cette signature n’existe pas dans cette campagne."))
    try:
        question_answer(signature=signature, text=request.POST.get("text", "")[:4000], actor=access)
    except SignOffClosed:
        messages.info(request, _("La demande n’est plus en attente : il n’y a plus rien à répondre."))
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(request, _("Votre réponse est partie à %(name)s.") % {"name": signature.name})
    return see_other(f"{reads.overview_url(access.campaign)}#{signature.request.kind}")


@require_POST
def withdraw(request: HttpRequest, slug: str, reference: str, pk: int) -> HttpResponse:
    access = campaign_for(request, slug, reference, at_least=Role.MANAGER)
    asked = reads.request_of(access.campaign, pk)
    if asked is None:
        raise Http404(_("Cette demande n’existe pas dans cette campagne."))
    try:
        signoff_withdraw(request=asked, actor=access)
    except SignOffClosed as closed:
        words = _("La demande n’est plus en attente : elle est « %(status)s ».")
        messages.info(request, words % {"status": closed.request.get_status_display()})
    else:
        messages.success(request, _("La demande est retirée. Les liens envoyés ne s’ouvrent plus."))
    return see_other(f"{reads.overview_url(access.campaign)}#{asked.kind}")


@require_safe
def version(request: HttpRequest, slug: str, reference: str, kind: str, number: int) -> HttpResponse:
    """A frozen version, read in the application: its content, who signed it, what changed around it."""
    access = campaign_for(request, slug, reference)
    described = _kind(kind)
    snapshot = _snapshot(access.campaign, kind, number)
    content = reads.content_of(snapshot)
    older = reads.snapshot_get(access.campaign, kind, number - 1)
    context: dict[str, Any] = {
        "access": access,
        "campaign": access.campaign,
        "kind": described,
        "snapshot": snapshot,
        "content": content,
        "requests": reads.requests_of(snapshot),
        "older": older,
        "changes_before": reads.version_changes(older, snapshot) if older else [],
        "changes_since": content_changes(
            content, current_content(access.campaign, kind, beside=snapshot), described.fields
        ),
    }
    return render(request, "campaigns/signoff/version.html", context)


@require_POST
def version_pdf(request: HttpRequest, slug: str, reference: str, kind: str, number: int) -> HttpResponse:
    """Ask for the PDF of a frozen version."""
    access = campaign_for(request, slug, reference)
    described = _kind(kind)
    snapshot = _snapshot(access.campaign, described.key, number)
    document = document_request(
        access=access,
        builder=VERSION_PDF,
        subject=f"snapshot:{snapshot.pk}",
        scope=access.campaign.scope,
        title=_("%(kind)s, %(name)s, version %(number)s")
        % {"kind": described.title, "name": access.campaign.name, "number": snapshot.number},
    )
    return see_other("core:document", slug, document.pk)


def _kind(key: str) -> ContentKind:
    try:
        return content_kind(key)
    except KeyError as error:
        raise Http404(_("Ce contenu ne se valide pas.")) from error


def _snapshot(campaign: Campaign, kind: str, number: int) -> Snapshot:
    snapshot = reads.snapshot_get(campaign, kind, number)
    if snapshot is None:
        raise Http404(_("Cette version n’existe pas."))
    return snapshot
