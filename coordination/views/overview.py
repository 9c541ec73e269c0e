"""Who owes what to whom, across the campaigns of the workspace."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from campaigns.access import partner_teams, visible_campaigns
from coordination.forms.teams import OverviewForm
from coordination.selectors.owed import Lens, owed_page
from core.access import access_for


@require_safe
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    access = access_for(request, slug, team_only=True)
    request.place = "coordination"  # type: ignore[attr-defined]
    teams = partner_teams(access) if access.membership.team_only else None
    form = OverviewForm(request.GET, workspace=access.workspace, team_ids=teams)
    form.is_valid()  # an unknown filter is no filter
    team, person = form.cleaned_data.get("equipe"), form.cleaned_data.get("personne")
    lens = Lens(
        campaigns=visible_campaigns(access),
        partner_teams=teams,
        team=team.pk if team else None,
        person=person.pk if person else None,
        person_teams=tuple(person.teams.values_list("pk", flat=True)) if person else (),
    )
    page = request.GET.get("page", "1")
    owed = owed_page(lens, number=int(page) if page.isdecimal() and len(page) < 7 else 1)
    context = {
        "access": access,
        "form": form,
        "owed": owed,
        "previous_page": owed.number - 1,
        "next_page": owed.number + 1,
        "team": team,
        "person": person,
    }
    return render(request, "coordination/overview.html", context)
