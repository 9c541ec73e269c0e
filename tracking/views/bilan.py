"""The bilan: what was promised, what happened, what we learned."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.access import CampaignAccess, campaign_for
from campaigns.gates import Finding
from campaigns.models import SignOffRequest
from campaigns.selectors.checklist import fix_of
from campaigns.selectors.words import voided_words
from core.documents import document_request
from core.editing import EditConflict
from core.http import HttpResponseSeeOther, see_other
from core.models import Role
from core.submissions import new_submission_key, submit_once
from tracking.forms.bilan import BilanForm, LearningForm, PeriodForm
from tracking.models import Bilan, Learning
from tracking.selectors.bilan import BilanPage, bilan_page, next_period
from tracking.selectors.bilan_signed import approval_finding, bilan_key
from tracking.services import bilan as services
from tracking.services.bilan import BilanPublished, bilan_current


@require_safe
def bilan(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    return _page(request, campaign_for(request, slug, reference))


@require_POST
def start(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Begin the bilan; for an always-on campaign, that of the period asked."""
    access = campaign_for(request, slug, reference, at_least=Role.CONTRIBUTOR)
    form = PeriodForm(request.POST if access.campaign.ends_on is None and request.POST else None)
    if form.is_bound and not form.is_valid():
        return _page(request, access, period=form)
    try:
        services.bilan_start(campaign=access.campaign, actor=access, **getattr(form, "cleaned_data", {}))
    except BilanPublished:
        messages.info(request, _("Le bilan de cette campagne est déjà publié."))
    except ValidationError as error:
        if form.is_bound:
            form.add_error(None, error)
            return _page(request, access, period=form)
        messages.error(request, " ".join(error.messages))
    return _back(access)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    access = campaign_for(request, slug, reference, at_least=Role.CONTRIBUTOR)
    current = _asked(access)
    if current.published_at:
        return _too_late(request, access)
    form = BilanForm(request.POST if request.method == "POST" else None, instance=current)
    status = 422
    if request.method == "POST" and form.is_valid():
        voided: list[SignOffRequest] = []
        try:
            services.bilan_edit(
                bilan=current,
                actor=access,
                expected_version=form.expected_version,
                changes=form.changes(),
                voided=voided,
            )
            messages.success(request, _("Bilan enregistré."))
            _say_voided(request, voided)
            return _back(access)
        except EditConflict as conflict:
            form.show_conflict(conflict)
            status = 409
        except BilanPublished:
            return _too_late(request, access)
        except ValidationError as error:
            form.add_error(None, error)
    return _form(request, access, form, _("Écrire le bilan"), status)


@require_POST
def freeze(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Stop the figures where they stand, so that people can approve them."""
    access = campaign_for(request, slug, reference, at_least=Role.CONTRIBUTOR)
    try:
        services.bilan_freeze(bilan=_asked(access), actor=access)
        messages.success(request, _("Les chiffres sont figés : vous pouvez faire valider le bilan."))
    except BilanPublished:
        return _too_late(request, access)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return _back(access)


@require_POST
def unfreeze(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Let the figures of a draft follow the day again."""
    access = campaign_for(request, slug, reference, at_least=Role.CONTRIBUTOR)
    voided: list[SignOffRequest] = []
    try:
        services.bilan_unfreeze(bilan=_asked(access), actor=access, voided=voided)
        messages.success(request, _("Les chiffres suivent de nouveau le jour."))
        _say_voided(request, voided)
    except BilanPublished:
        return _too_late(request, access)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return _back(access)


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """A page asks first: published figures no longer move."""
    access = campaign_for(request, slug, reference, at_least=Role.MANAGER)
    current = _asked(access)
    if current.published_at:
        messages.info(request, _("Le bilan est publié : ses chiffres sont figés."))
        return _back(access)
    if request.method == "POST":
        try:
            services.bilan_publish(bilan=current, actor=access)
            messages.success(request, _("Bilan publié : ses chiffres sont figés."))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return _back(access)
    return render(request, "tracking/bilan_publish.html", _context(access, bilan=current))


@require_POST
def pdf(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    access = campaign_for(request, slug, reference)
    current = _asked(access, request.POST.get("numero", ""))
    title = _("Bilan · %(campaign)s") % {"campaign": access.campaign.name}
    document = document_request(
        access=access, builder="bilan", subject=str(current.pk), scope=access.campaign.scope, title=title
    )
    return see_other("core:document", access.workspace.slug, document.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def learning_add(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    access = campaign_for(request, slug, reference, at_least=Role.CONTRIBUTOR)
    current = _asked(access)
    if current.published_at:
        return _too_late(request, access)
    form = LearningForm(request.POST if request.method == "POST" else None, campaign=access.campaign)
    if request.method == "POST" and form.is_valid():

        def make() -> str:
            voided: list[SignOffRequest] = []
            services.learning_add(bilan=current, actor=access, values=form.changes(), voided=voided)
            messages.success(request, _("Enseignement ajouté."))
            _say_voided(request, voided)
            return _back(access).url

        try:
            return see_other(submit_once(request, action=make))
        except BilanPublished:
            return _too_late(request, access)
        except ValidationError as error:
            form.add_error(None, error)
    return _form(request, access, form, _("Ajouter un enseignement"), 422)


@require_http_methods(["GET", "HEAD", "POST"])
def learning_edit(request: HttpRequest, slug: str, reference: str, pk: int) -> HttpResponse:
    access = campaign_for(request, slug, reference, at_least=Role.CONTRIBUTOR)
    learning = get_object_or_404(Learning.objects.select_related("bilan"), pk=pk, campaign=access.campaign)
    if learning.bilan.published_at:
        return _too_late(request, access)
    form = LearningForm(
        request.POST if request.method == "POST" else None, instance=learning, campaign=access.campaign
    )
    status = 422
    if request.method == "POST" and form.is_valid():
        voided: list[SignOffRequest] = []
        try:
            services.learning_edit(
                learning=learning,
                actor=access,
                expected_version=form.expected_version,
                changes=form.changes(),
                voided=voided,
            )
            messages.success(request, _("Enseignement enregistré."))
            _say_voided(request, voided)
            return _back(access)
        except EditConflict as conflict:
            form.show_conflict(conflict)
            status = 409
        except BilanPublished:
            return _too_late(request, access)
        except ValidationError as error:
            form.add_error(None, error)
    return _form(request, access, form, _("Modifier l’enseignement"), status, learning=learning)


@require_http_methods(["GET", "HEAD", "POST"])
def learning_remove(request: HttpRequest, slug: str, reference: str, pk: int) -> HttpResponse:
    access = campaign_for(request, slug, reference, at_least=Role.CONTRIBUTOR)
    learning = get_object_or_404(Learning.objects.select_related("bilan"), pk=pk, campaign=access.campaign)
    if learning.bilan.published_at:
        return _too_late(request, access)
    if request.method == "POST":
        voided: list[SignOffRequest] = []
        try:
            services.learning_remove(learning=learning, actor=access, voided=voided)
            messages.success(request, _("Enseignement retiré."))
            _say_voided(request, voided)
        except BilanPublished:
            return _too_late(request, access)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return _back(access)
    return render(request, "tracking/learning_remove.html", _context(access, learning=learning))


def _page(request: HttpRequest, access: CampaignAccess, *, period: PeriodForm | None = None) -> HttpResponse:
    number = request.GET.get("numero", "")
    campaign = access.campaign
    shown = bilan_page(campaign, number=int(number) if number.isdecimal() and len(number) < 5 else None)
    may_edit = access.covers(Role.CONTRIBUTOR)
    start, end = next_period(campaign)
    drafting = any(row and not row.published_at for row in [shown.bilan, *shown.others])
    due = start <= timezone.localdate()
    may_start = may_edit and due and not drafting and (campaign.ends_on is None or shown.bilan is None)
    shown_bilan = shown.bilan
    approval = approval_finding(shown_bilan) if shown_bilan else None
    context = _context(
        access,
        shown=shown,
        approval=approval,
        approval_fix=fix_of(approval, access) if approval else "",
        kind=bilan_key(shown_bilan.pk) if shown_bilan else "",
        over=shown.period[1] <= timezone.localdate(),
        may_edit=may_edit,
        may_start=may_start,
        may_publish=access.covers(Role.MANAGER),
        lacks=_lacks(access, shown, approval),
        starts_on=start,
        period=period or PeriodForm(initial={"period_start": start, "period_end": end}),
    )
    return render(request, "tracking/bilan.html", context, status=422 if period else 200)


def _lacks(access: CampaignAccess, shown: BilanPage, approval: Finding | None) -> dict[str, str]:
    """What a draft needs before it can be published: why, where to mend it; {} when ready."""
    place = [access.workspace.slug, access.campaign.reference]
    if shown.bilan and not shown.bilan.summary.strip():
        return {
            "why": _("Écrivez l’essentiel en quelques phrases avant de publier."),
            "url": reverse("tracking:bilan-edit", args=place),
            "link": _("Écrire le bilan"),
        }
    if shown.bilan and not shown.learnings:
        return {
            "why": _("Ajoutez au moins un enseignement : c’est ce que la prochaine campagne lira."),
            "url": reverse("tracking:learning-add", args=place),
            "link": _("Ajouter un enseignement"),
        }
    if approval and not approval.ok:
        return {
            "why": _("Sa validation a été demandée, et n’est pas acquise."),
            "url": fix_of(approval, access),
            "link": approval.fix_label,
        }
    return {}


def _say_voided(request: HttpRequest, voided: Sequence[SignOffRequest]) -> None:
    for words in voided_words(voided):
        messages.warning(request, words)


def _too_late(request: HttpRequest, access: CampaignAccess) -> HttpResponseSeeOther:
    messages.error(request, _("Ce bilan est publié : il ne change plus."))
    return _back(access)


def _asked(access: CampaignAccess, number: str = "") -> Bilan:
    """The bilan of a number, or the latest one."""
    if number.isdecimal() and len(number) < 5:
        return get_object_or_404(Bilan, campaign=access.campaign, number=int(number))
    current = bilan_current(access.campaign)
    return get_object_or_404(Bilan, pk=current.pk if current else None)


def _form(
    request: HttpRequest,
    access: CampaignAccess,
    form: BilanForm | LearningForm,
    title: str,
    status: int,
    **more: object,
) -> HttpResponse:
    key = request.POST.get("submission") or new_submission_key()
    context = _context(access, form=form, title=title, submission=key, **more)
    return render(request, "tracking/bilan_form.html", context, status=status if form.errors else 200)


def _context(access: CampaignAccess, **more: object) -> dict[str, object]:
    return {"access": access, "campaign": access.campaign, **more}


def _back(access: CampaignAccess) -> HttpResponseSeeOther:
    return see_other("tracking:bilan", access.workspace.slug, access.campaign.reference)
