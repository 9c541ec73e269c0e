"""Execution: each channel of each wave, reported live by its team."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.access import campaign_for
from campaigns.selectors.frame import campaign_url
from coordination.access import activation_for, channel_for, may, may_inside, teams_seen, wave_for
from coordination.forms.teams import ReportForm
from coordination.models import Activation
from coordination.selectors.execution import execution_of, not_open_words
from coordination.selectors.standing import closed_words
from coordination.services.activations import NotOpen, activation_report, activation_withdraw
from core.http import see_other
from core.models import Role


@require_safe
def execution(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    access = campaign_for(request, slug, reference, team_only=True)
    waves = execution_of(access.campaign, team_ids=teams_seen(access))
    rows = [row for wave in waves for row in wave.rows]
    context = {
        "access": access,
        "campaign": access.campaign,
        "waves": waves,
        "total": len(rows),
        "live": sum(row.activation is not None for row in rows),
        "waiting": [row for row in rows if row.waiting_since],
        "next_wave": next((wave.wave for wave in waves if wave.wave.opened_at is None), None),
        "closed": closed_words(access.campaign),
        "can_report": may(access, Role.CONTRIBUTOR),
        "can_withdraw": may_inside(access, Role.MANAGER),
        "launch_url": campaign_url(access.campaign, "campaigns:launch"),
        "inside": not access.membership.team_only,
    }
    return render(request, "coordination/execution.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, slug: str, reference: str, wave: int, channel: int) -> HttpResponse:
    """Say that a channel is live. Impossible, with the reason, while the wave's gate holds."""
    access = campaign_for(request, slug, reference, at_least=Role.CONTRIBUTOR, team_only=True)
    of_wave = wave_for(access, wave)
    of_channel = channel_for(access, of_wave, channel)
    earlier = Activation.objects.filter(wave=of_wave, channel=of_channel).first()
    if earlier:
        words = _("%(channel)s est déjà déclaré en ligne par %(who)s.")
        messages.info(request, words % {"channel": of_channel, "who": earlier.reported_by_name})
        return see_other("coordination:execution", slug, reference)
    impossible, status = not_open_words(access.campaign, of_wave), 200
    form = ReportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        status = 409 if impossible else 422
        if form.is_valid():
            try:
                activation_report(wave=of_wave, channel=of_channel, actor=access, **form.cleaned_data)
                messages.success(request, _("%(channel)s est en ligne.") % {"channel": of_channel})
                return see_other("coordination:execution", slug, reference)
            except NotOpen as closed:
                impossible, status = closed.words, 409
            except ValidationError as error:
                form.add_error(None, error)
    context = {
        "access": access,
        "campaign": access.campaign,
        "wave": of_wave,
        "channel": of_channel,
        "form": form,
        "impossible": impossible,
        "launch_url": campaign_url(access.campaign, "campaigns:launch"),
        "inside": not access.membership.team_only,
    }
    return render(request, "coordination/activation_report.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, slug: str, reference: str, pk: int) -> HttpResponse:
    """Take back a report made by mistake, after asking."""
    access = campaign_for(request, slug, reference, at_least=Role.MANAGER)
    found = activation_for(access, pk)
    if request.method == "POST":
        try:
            activation_withdraw(activation=found, actor=access)
            words = _("%(channel)s n’est plus déclaré en ligne.")
            messages.success(request, words % {"channel": found.channel})
        except ValidationError as error:
            messages.warning(request, " ".join(error.messages))
        return see_other("coordination:execution", slug, reference)
    context = {"access": access, "campaign": access.campaign, "activation": found}
    return render(request, "coordination/activation_withdraw.html", context)
