"""The waves of a campaign: their windows, channels and formats; and the page «Prêt à lancer»."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.access import CampaignAccess, campaign_for
from campaigns.forms.errors import refuse
from campaigns.forms.waves import WaveForm
from campaigns.models import SignOffRequest, Wave
from campaigns.selectors.awaited import may_remind
from campaigns.selectors.collisions import campaign_collisions
from campaigns.selectors.launch import launch_waves
from campaigns.selectors.waves import wave_edit_voids, wave_list
from campaigns.selectors.words import voided_words
from campaigns.services import waves as service
from campaigns.services.lifecycle import GateClosed, PhaseMoved, wave_open
from campaigns.services.reminding import signers_remind
from campaigns.services.waves import WaveHeld
from campaigns.signoff.standing import people
from campaigns.views.gone import gone_answer
from core.editing import EditConflict
from core.http import see_other
from core.models import Role
from core.submissions import new_submission_key, submit_once


@require_safe
def waves(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    access = campaign_for(request, slug, reference)
    page = {
        "access": access,
        "campaign": access.campaign,
        "waves": wave_list(access.campaign),
        "can_edit": access.covers(Role.CONTRIBUTOR),
    }
    return render(request, "campaigns/waves.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def wave_add(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    access = campaign_for(request, slug, reference, at_least=Role.CONTRIBUTOR)
    campaign = access.campaign
    initial = {"goes_live_on": campaign.launch_on, "ends_on": campaign.ends_on}
    form = WaveForm(request.POST if request.method == "POST" else None, campaign=campaign, initial=initial)
    if request.method == "POST" and form.is_valid():

        def make() -> str:
            formats = form.cleaned_data["formats"]
            added, voided = service.wave_add(
                campaign=campaign, actor=access, values=form.changes(), formats=formats
            )
            _say_voided(request, voided)
            _say_collisions(request, access, added)
            return _address(access)

        try:
            return HttpResponseRedirect(submit_once(request, action=make), status=303)
        except ValidationError as error:
            refuse(form, error)
    return _form_page(
        request, access, form, {"submission": request.POST.get("submission") or new_submission_key()}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def wave_edit(request: HttpRequest, slug: str, reference: str, number: int) -> HttpResponse:
    access = campaign_for(request, slug, reference, at_least=Role.CONTRIBUTOR)
    wave = _meant(request, access, number)
    if wave is None:
        return _gone(request, access, number)
    form = WaveForm(
        request.POST if request.method == "POST" else None, instance=wave, campaign=access.campaign
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                edited = service.wave_edit(
                    wave=wave,
                    actor=access,
                    expected_version=form.expected_version,
                    changes=form.changes(),
                    formats=form.cleaned_data["formats"],
                )
            except Wave.DoesNotExist:
                return _gone(request, access, number)
            except ValidationError as error:
                refuse(form, error)
            except WaveHeld as held:
                form.add_error("formats", held.words)
            except EditConflict as conflict:
                form.show_conflict(conflict)
                status = 409
            else:
                messages.success(request, _("« %(name)s » est enregistrée.") % {"name": wave.name})
                _say_voided(request, edited.voided)
                _say_collisions(request, access, wave)
                return HttpResponseRedirect(_address(access), status=303)
    page = {"wave": wave, "collisions": campaign_collisions(access.campaign, wave=wave)}
    return _form_page(request, access, form, page, status)


@require_http_methods(["GET", "HEAD", "POST"])
def wave_delete(request: HttpRequest, slug: str, reference: str, number: int) -> HttpResponse:
    access = campaign_for(request, slug, reference, at_least=Role.CONTRIBUTOR)
    wave = _meant(request, access, number)
    if wave is None:
        return _gone(request, access, number)
    if request.method == "POST":
        try:
            _say_voided(request, service.wave_delete(wave=wave, actor=access))
            messages.success(request, _("« %(name)s » est supprimée.") % {"name": wave.name})
        except WaveHeld as held:
            messages.warning(request, held.words)
        return HttpResponseRedirect(_address(access), status=303)
    page = {"access": access, "campaign": access.campaign, "wave": wave}
    return render(request, "campaigns/wave_delete.html", page)


@require_POST
def wave_move(request: HttpRequest, slug: str, reference: str, number: int) -> HttpResponse:
    """Give a wave the rank posted in `to`."""
    access = campaign_for(request, slug, reference, at_least=Role.CONTRIBUTOR)
    wave = _wave(access, number)
    if (to := request.POST.get("to", "")).isdecimal() and len(to) < 10:
        service.wave_move(wave=wave, actor=access, number=int(to))
    return HttpResponseRedirect(_address(access), status=303)


@require_safe
def launch(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """«Prêt à lancer»: the six criteria as each wave meets them."""
    access = campaign_for(request, slug, reference)
    page = {"access": access, "campaign": access.campaign, **launch_waves(access)}
    # htmx asks again by itself: the criteria move while the page is open.
    part = "#live" if request.headers.get("HX-Target") == "launch-live" else ""
    return render(request, f"campaigns/launch.html{part}", page)


@require_POST
def launch_remind(request: HttpRequest, slug: str, reference: str, kind: str) -> HttpResponse:
    """Remind everybody whose signature a criterion waits for."""
    access = campaign_for(request, slug, reference, at_least=Role.MANAGER)
    if not may_remind(kind):
        raise Http404(_("Ce contenu ne se valide pas."))
    reminded = signers_remind(campaign=access.campaign, actor=access, kind=kind)
    if reminded:
        names = people([signature.name for signature in reminded])
        messages.success(request, _("La relance est partie pour %(name)s.") % {"name": names})
    else:
        words = _(
            "Personne à relancer : tous ont répondu, ou une relance est partie il y a moins d’une heure."
        )
        messages.info(request, words)
    return see_other("campaigns:launch", slug, access.campaign.reference)


@require_POST
def wave_go(request: HttpRequest, slug: str, reference: str, number: int) -> HttpResponse:
    """Open a later wave through its own gate."""
    access = campaign_for(request, slug, reference, at_least=Role.MANAGER)
    wave = _wave(access, number)
    try:
        wave_open(wave=wave, actor=access)
        messages.success(request, _("La vague « %(name)s » est ouverte.") % {"name": wave.name})
    except GateClosed as closed:
        messages.warning(request, _("Le passage est fermé. %(why)s") % {"why": closed.words})
    except PhaseMoved:
        messages.info(request, _("Cette vague est déjà ouverte, ou la campagne n’est pas en exécution."))
    url = reverse("campaigns:launch", args=[slug, access.campaign.reference])
    return HttpResponseRedirect(url, status=303)


def _wave(access: CampaignAccess, number: int) -> Wave:
    return get_object_or_404(
        Wave.objects.select_related("campaign__workspace"), campaign=access.campaign, number=number
    )


def _meant(request: HttpRequest, access: CampaignAccess, number: int) -> Wave | None:
    """The wave a form was opened for. Numbers close ranks after a deletion, so that the form says which."""
    asked = request.POST.get("wave", "")
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 19):
        return _wave(access, number)
    rows = Wave.objects.select_related("campaign__workspace")
    return rows.filter(campaign=access.campaign, pk=int(asked)).first()


def _gone(request: HttpRequest, access: CampaignAccess, number: int) -> HttpResponse:
    """The wave was deleted meanwhile."""
    blank = Wave(campaign=access.campaign, number=number)
    form = WaveForm(request.POST or None, instance=blank, campaign=access.campaign)
    subject = f"wave:{request.POST.get('wave', '')}"
    return gone_answer(request, access, subject, form, back=_address(access))


def _address(access: CampaignAccess) -> str:
    return reverse("campaigns:waves", args=[access.workspace.slug, access.campaign.reference])


def _form_page(
    request: HttpRequest,
    access: CampaignAccess,
    form: WaveForm,
    extra: dict[str, Any],
    status: int | None = None,
) -> HttpResponse:
    if status is None:
        status = 422 if request.method == "POST" else 200
    page = {
        "access": access,
        "campaign": access.campaign,
        "form": form,
        "voids": wave_edit_voids(access.campaign),
        **extra,
    }
    return render(request, "campaigns/wave.html", page, status=status)


def _say_voided(request: HttpRequest, voided: list[SignOffRequest]) -> None:
    for message in voided_words(voided):
        messages.warning(request, message)


def _say_collisions(request: HttpRequest, access: CampaignAccess, wave: Wave) -> None:
    """What the dates just saved meet: never a refusal."""
    for collision in campaign_collisions(access.campaign, wave=wave)[:3]:
        messages.warning(request, collision.text)
