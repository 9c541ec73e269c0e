"""One creative brief: reading, writing, taking texts from another, its PDF."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.access import CampaignAccess, campaign_for
from campaigns.models import SignOffRequest
from coordination.access import brief_for, may, may_inside, teams_seen
from coordination.documents import BUILDER
from coordination.forms.creations import CreativeBriefForm, FillForm
from coordination.models import CreativeBrief
from coordination.selectors.briefs import missing_fields, others_of, texts_of, texts_of_campaign
from coordination.selectors.creations import tiles_of
from coordination.selectors.specification import specification_of
from coordination.selectors.standing import closed_words
from coordination.services.briefs import creative_brief_edit, creative_brief_fill
from coordination.views.voided import say_voided
from core.documents import document_request
from core.editing import EditConflict
from core.http import see_other
from core.models import Role


@require_safe
def creative_brief(request: HttpRequest, slug: str, reference: str, pk: int) -> HttpResponse:
    access = campaign_for(request, slug, reference, team_only=True)
    brief = brief_for(access, pk)
    return render(request, "coordination/creative_brief.html", _context(access, brief))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str, reference: str, pk: int) -> HttpResponse:
    access = campaign_for(request, slug, reference, at_least=Role.CONTRIBUTOR)
    brief = brief_for(access, pk)
    form = CreativeBriefForm(request.POST if request.method == "POST" else None, instance=brief)
    status = 200
    if request.method == "POST":
        status = 422
        try:
            if form.is_valid():
                voided: list[SignOffRequest] = []
                creative_brief_edit(
                    brief=brief,
                    actor=access,
                    expected_version=form.expected_version,
                    changes=form.changes(),
                    voided=voided,
                )
                say_voided(request, access, voided)
                messages.success(request, _("Le brief « %(brief)s » est enregistré.") % {"brief": brief})
                return see_other("coordination:creative-brief", slug, reference, pk)
        except EditConflict as conflict:
            form.show_conflict(conflict)
            status = 409
        except ValidationError as error:
            form.add_error(None, error)
    context = {
        "access": access,
        "campaign": access.campaign,
        "brief": brief,
        "form": form,
        "specification": specification_of(brief.format),
    }
    return render(request, "coordination/creative_brief_edit.html", context, status=status)


@require_POST
def fill(request: HttpRequest, slug: str, reference: str, pk: int) -> HttpResponse:
    """Fill the empty fields from another brief; nothing written is overwritten."""
    access = campaign_for(request, slug, reference, at_least=Role.CONTRIBUTOR)
    brief = brief_for(access, pk)
    others = others_of(brief, teams_seen(access))
    form = FillForm(request.POST, others=others)
    if not form.is_valid():
        context = _context(access, brief, fill_form=form)
        return render(request, "coordination/creative_brief.html", context, status=422)
    chosen = form.cleaned_data["source"]
    source = next((other for other in others if str(other.pk) == chosen), None)
    texts = texts_of(source) if source else texts_of_campaign(access.campaign)
    try:
        voided: list[SignOffRequest] = []
        diff = creative_brief_fill(brief=brief, texts=texts, actor=access, voided=voided)
        say_voided(request, access, voided)
        _say_filled(request, len(diff))
    except EditConflict:
        messages.warning(request, _("Ce brief vient de changer. Relisez-le, puis recommencez."))
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    return see_other("coordination:creative-brief", slug, reference, pk)


def _say_filled(request: HttpRequest, count: int) -> None:
    if count:
        words = ngettext(
            "%(count)s champ vide est rempli : relisez-le.",
            "%(count)s champs vides sont remplis : relisez-les.",
            count,
        )
        messages.success(request, words % {"count": count})
    else:
        messages.info(request, _("Rien à reprendre : aucun champ vide n’y est rempli."))


@require_POST
def pdf(request: HttpRequest, slug: str, reference: str, pk: int) -> HttpResponse:
    access = campaign_for(request, slug, reference, team_only=True)
    brief = brief_for(access, pk)
    document = document_request(
        access=access,
        builder=BUILDER,
        subject=str(brief.pk),
        scope=access.campaign.scope,
        title=_("Brief créatif %(brief)s, %(campaign)s") % {"brief": brief, "campaign": access.campaign},
    )
    return see_other("core:document", slug, document.pk)


def _context(
    access: CampaignAccess, brief: CreativeBrief, *, fill_form: FillForm | None = None
) -> dict[str, Any]:
    editable = may_inside(access, Role.CONTRIBUTOR)
    if editable and fill_form is None:
        fill_form = FillForm(others=others_of(brief, teams_seen(access)))
    return {
        "access": access,
        "campaign": access.campaign,
        "brief": brief,
        "missing": missing_fields(brief),
        "specification": specification_of(brief.format),
        "tiles": tiles_of(brief),
        "closed": closed_words(access.campaign),
        "can_edit": editable,
        "can_upload": may(access, Role.CONTRIBUTOR),
        "fill_form": fill_form,
    }
