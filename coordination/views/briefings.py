"""Team briefings: sent by a manager, acknowledged by the team."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.access import CampaignAccess, campaign_for
from coordination.access import briefing_for, may, may_inside, team_for, teams_seen, wave_for
from coordination.forms.teams import BriefingForm
from coordination.models import Briefing
from coordination.selectors.standing import closed_words
from coordination.selectors.teams import briefing_draft, teams_of
from coordination.services.briefings import (
    briefing_acknowledge,
    briefing_remind,
    briefing_send,
    may_acknowledge,
)
from core.formatting import datetime_short
from core.http import see_other
from core.models import Role


@require_safe
def briefings(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    access = campaign_for(request, slug, reference, team_only=True)
    waves = teams_of(access.campaign, team_ids=teams_seen(access))
    rows = [row for wave in waves for row in wave.rows]
    context = {
        "access": access,
        "campaign": access.campaign,
        "waves": waves,
        "total": len(rows),
        "heard": sum(row.state == "ok" for row in rows),
        "unsent": sum(row.state == "todo" for row in rows),
        "silent": sum(row.state == "waiting" for row in rows),
        "closed": closed_words(access.campaign),
        "can_send": may_inside(access, Role.MANAGER),
        "mine": set(access.membership.teams.values_list("pk", flat=True)),
    }
    return render(request, "coordination/briefings.html", context)


@require_safe
def briefing(request: HttpRequest, slug: str, reference: str, pk: int) -> HttpResponse:
    access = campaign_for(request, slug, reference, team_only=True)
    return _read(request, access, briefing_for(access, pk))


@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, slug: str, reference: str, wave: int, team: int) -> HttpResponse:
    """Brief a team for a wave. The message is prefilled; what is sent is what the manager read."""
    access = campaign_for(request, slug, reference, at_least=Role.MANAGER)
    to_wave, to_team = wave_for(access, wave), team_for(access, team)
    earlier = Briefing.objects.filter(wave=to_wave, team=to_team).first()
    if earlier and request.method != "POST":
        messages.info(request, _("%(team)s est déjà briefée pour cette vague.") % {"team": to_team})
        return see_other("coordination:briefing", slug, reference, earlier.pk)
    form = BriefingForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        form.initial["message"] = briefing_draft(access.campaign, to_wave, to_team)
    elif form.is_valid():
        message = form.cleaned_data["message"]
        try:
            earlier = briefing_send(wave=to_wave, team=to_team, message=message, actor=access)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            # A double click finds its own message; anything else is a colleague's, sent meanwhile.
            if earlier.message == message:
                messages.success(
                    request, _("%(team)s est briefée : ses membres reçoivent un e-mail.") % {"team": to_team}
                )
                return see_other("coordination:briefings", slug, reference)
            form.add_error(None, _sent_meanwhile(earlier))
    people = to_team.members.filter(is_active=True).select_related("user")
    context = {
        "access": access,
        "campaign": access.campaign,
        "wave": to_wave,
        "team": to_team,
        "people": [str(member) for member in people],
        "closed": closed_words(access.campaign),
        "form": form,
        "earlier": earlier,
    }
    status = 409 if earlier else 422 if form.is_bound else 200
    return render(request, "coordination/briefing_send.html", context, status=status)


def _sent_meanwhile(earlier: Briefing) -> str:
    said = {"who": earlier.sent_by_name, "team": earlier.team, "when": datetime_short(earlier.sent_at)}
    words = _(
        "%(who)s a déjà briefé %(team)s pour cette vague, le %(when)s. "
        "Votre texte n’est pas parti ; il est gardé ici."
    )
    return words % said


@require_http_methods(["GET", "HEAD", "POST"])
def remind(request: HttpRequest, slug: str, reference: str, pk: int) -> HttpResponse:
    access = campaign_for(request, slug, reference, at_least=Role.MANAGER)
    found = briefing_for(access, pk)
    if request.method != "POST":
        return _read(request, access, found, asking="remind")
    try:
        briefing_remind(briefing=found, actor=access)
        messages.success(request, _("%(team)s est relancée par e-mail.") % {"team": found.team})
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    return see_other("coordination:briefings", slug, reference)


@require_http_methods(["GET", "HEAD", "POST"])
def acknowledge(request: HttpRequest, slug: str, reference: str, pk: int) -> HttpResponse:
    """A member of the team says it has read its briefing."""
    access = campaign_for(request, slug, reference, at_least=Role.CONTRIBUTOR, team_only=True)
    found = briefing_for(access, pk)
    if not may_acknowledge(found, access):
        raise PermissionDenied(
            _("Seule l’équipe %(team)s peut accuser réception de son briefing.") % {"team": found.team}
        )
    if request.method != "POST":
        return _read(request, access, found, asking="acknowledge")
    try:
        briefing_acknowledge(briefing=found, actor=access)
        messages.success(request, _("Bien reçu : la responsable de campagne le voit."))
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    return see_other("coordination:briefing", slug, reference, found.pk)


def _read(request: HttpRequest, access: CampaignAccess, found: Briefing, *, asking: str = "") -> HttpResponse:
    """The briefing; `asking` makes it the page that confirms one action, for readers without script."""
    context = {
        "access": access,
        "campaign": access.campaign,
        "briefing": found,
        "asking": asking,
        "closed": closed_words(access.campaign),
        "can_acknowledge": may(access, Role.CONTRIBUTOR) and may_acknowledge(found, access),
        "can_remind": may_inside(access, Role.MANAGER),
    }
    return render(request, "coordination/briefing.html", context)
