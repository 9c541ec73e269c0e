"""Lifecycle actions. Each is a page that says what will follow and asks why, then a redirect.

The same pages serve with and without script; only advancing, which asks nothing, is a bare POST.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from campaigns.access import CampaignAccess, campaign_for
from campaigns.forms.lifecycle import (
    ConfirmForm,
    ReasonForm,
    ReopenForm,
    StopForm,
    reopen_targets,
)
from campaigns.models import Campaign, Phase
from campaigns.ports import Text
from campaigns.selectors.words import ADVANCED_TO
from campaigns.services import lifecycle as service
from campaigns.services.lifecycle import GateClosed, PhaseMoved
from core.models import Role


@dataclass(frozen=True)
class Action:
    """A lifecycle action as its page tells it. `impossible` gives the reason it cannot be done now, or ""."""

    title: Text
    text: Text
    submit: Text
    done: Text
    form: type[ConfirmForm]
    run: Callable[..., object]
    impossible: Callable[[Campaign], Text]
    danger: bool = False


def _unless(possible: Callable[[Campaign], bool], words: Text) -> Callable[[Campaign], Text]:
    return lambda campaign: "" if possible(campaign) else words


PAUSE = Action(
    gettext_lazy("Mettre la campagne en pause ?"),
    gettext_lazy(
        "Une crise, une rupture de stock : rien ne sera activé et aucune phase ne sera franchie avant la "
        "reprise. Ce qui est déjà en ligne reste en ligne : prévenez les équipes des canaux."
    ),
    gettext_lazy("Mettre en pause"),
    gettext_lazy("La campagne est en pause."),
    ReasonForm,
    service.campaign_pause,
    _unless(
        lambda campaign: campaign.is_open and not campaign.paused_at,
        gettext_lazy("La campagne est déjà en pause, ou terminée."),
    ),
)
RESUME = Action(
    gettext_lazy("Reprendre la campagne ?"),
    gettext_lazy("Les passages et les mises en ligne redeviennent possibles."),
    gettext_lazy("Reprendre la campagne"),
    gettext_lazy("La campagne reprend."),
    ConfirmForm,
    service.campaign_resume,
    _unless(lambda campaign: campaign.paused_at is not None, gettext_lazy("La campagne n’est pas en pause.")),
)
STOP = Action(
    gettext_lazy("Arrêter la diffusion avant sa fin ?"),
    gettext_lazy(
        "La fenêtre se ferme à la date choisie et le bilan peut commencer. Demandez aux équipes de couper "
        "leurs canaux : l’outil ne le fait pas à leur place."
    ),
    gettext_lazy("Arrêter la diffusion"),
    gettext_lazy("La diffusion est arrêtée."),
    StopForm,
    service.campaign_stop,
    _unless(
        lambda campaign: campaign.is_live and not campaign.stopped_on,
        gettext_lazy("Seule une campagne en exécution ou en suivi peut être arrêtée, et une seule fois."),
    ),
    danger=True,
)
ABANDON = Action(
    gettext_lazy("Abandonner la campagne ?"),
    gettext_lazy(
        "Elle quitte la liste des campagnes en cours. Tout reste lisible, et vous pourrez la rouvrir au "
        "brief."
    ),
    gettext_lazy("Abandonner la campagne"),
    gettext_lazy("La campagne est abandonnée."),
    ReasonForm,
    service.campaign_abandon,
    _unless(lambda campaign: campaign.is_open, gettext_lazy("La campagne est déjà terminée ou abandonnée.")),
    danger=True,
)
REOPEN = Action(
    gettext_lazy("Rouvrir à une phase antérieure ?"),
    gettext_lazy(
        "Ce qui a été signé reste au dossier ; une validation ne tombe que si son contenu change. Pour "
        "avancer de nouveau, il faudra repasser chaque étape."
    ),
    gettext_lazy("Rouvrir la campagne"),
    gettext_lazy("La campagne est rouverte."),
    ReopenForm,
    service.campaign_reopen,
    _unless(
        lambda campaign: bool(reopen_targets(campaign)),
        gettext_lazy("La campagne est au brief : il n’y a pas de phase antérieure."),
    ),
)


@require_POST
def advance(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Take the campaign through its gate; when it is closed, say why and change nothing."""
    access = campaign_for(request, slug, reference, at_least=Role.MANAGER)
    campaign = access.campaign
    try:
        service.campaign_advance(
            campaign=campaign, actor=access, expected_phase=request.POST.get("expected_phase", "")
        )
        messages.success(request, str(ADVANCED_TO[Phase(campaign.phase)]))
    except GateClosed as closed:
        messages.warning(request, _("Le passage est fermé. %(why)s") % {"why": closed.words})
    except PhaseMoved:
        messages.info(request, _moved())
    return _back(access)


@require_http_methods(["GET", "HEAD", "POST"])
def pause(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    return _act(request, slug, reference, PAUSE)


@require_http_methods(["GET", "HEAD", "POST"])
def resume(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    return _act(request, slug, reference, RESUME)


@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    return _act(request, slug, reference, STOP)


@require_http_methods(["GET", "HEAD", "POST"])
def abandon(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    return _act(request, slug, reference, ABANDON)


@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    return _act(request, slug, reference, REOPEN)


def _act(request: HttpRequest, slug: str, reference: str, action: Action) -> HttpResponse:
    access = campaign_for(request, slug, reference, at_least=Role.MANAGER)
    impossible = action.impossible(access.campaign)
    form = action.form(request.POST if request.method == "POST" else None, campaign=access.campaign)
    if request.method == "POST" and not impossible and form.is_valid():
        try:
            action.run(campaign=access.campaign, actor=access, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        except PhaseMoved:
            messages.info(request, _moved())
            return _back(access)
        else:
            messages.success(request, str(action.done))
            return _back(access)
    page = _page(access, action, form, impossible)
    status = (409 if impossible else 422) if request.method == "POST" else 200
    return render(request, "campaigns/action.html", page, status=status)


def _page(access: CampaignAccess, action: Action, form: ConfirmForm, impossible: Text) -> dict[str, Any]:
    return {
        "access": access,
        "campaign": access.campaign,
        "action": action,
        "form": form,
        "impossible": impossible,
    }


def _moved() -> str:
    return _(
        "La campagne a changé entre-temps : rien n’a été fait. Voici où elle en est ; recommencez s’il le "
        "faut."
    )


def _back(access: CampaignAccess) -> HttpResponse:
    url = reverse("campaigns:campaign", args=[access.workspace.slug, access.campaign.reference])
    return HttpResponseRedirect(url, status=303)
