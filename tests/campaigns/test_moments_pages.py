"""«Temps forts»: the workspace's own dates, moments and embargoes, and their place in the calendars."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.models import WorkspaceMoment
from campaigns.selectors.moments import main_moments, moments_of_year, moments_shown
from campaigns.services.moments import moment_add
from core.models import AuditEvent

pytestmark = pytest.mark.django_db
DAYS = {"starts_on": "2027-03-01", "ends_on": "2027-03-03"}


def url(workspace, name="moments", *args):
    return reverse(f"campaigns:{name}", args=[workspace.slug, *args])


def add(workspace, name="Deuil", kind="embargo", start=date(2027, 3, 1), end=date(2027, 3, 3), **more):
    return WorkspaceMoment.objects.create(
        workspace=workspace, name=name, kind=kind, starts_on=start, ends_on=end, **more
    )


def titles(moments):
    return [moment.title for moment in moments]


class TestPage:
    def test_it_lists_a_year_with_how_sure_each_date_is(self, as_, viewer, workspace):
        text = as_(viewer).get(url(workspace) + "?annee=2027").text
        assert "Temps forts de 2027" in text
        for words in ("Black Friday", "Soldes d’hiver (Lorraine)", "Officiel", "Prévision", "Règle"):
            assert words in text
        assert "Masquer" not in text  # a reader changes nothing

    @pytest.mark.parametrize("year", ["abc", "1800", "99999", "", "²027"])
    def test_an_address_that_says_nothing_opens_on_this_year(self, as_, viewer, workspace, clock, year):
        clock(date(2027, 5, 5))
        assert "Temps forts de 2027" in as_(viewer).get(url(workspace) + f"?annee={year}").text

    def test_it_costs_the_same_for_few_changes_and_for_many(self, as_, manager, workspace):
        browser = as_(manager)
        address = url(workspace) + "?annee=2027"
        browser.get(address)
        with CaptureQueriesContext(connection) as few:
            browser.get(address)
        for number in range(12):
            add(workspace, f"Moment {number}")
        with CaptureQueriesContext(connection) as many:
            browser.get(address)
        assert len(few) == len(many)


class TestOwn:
    def test_a_manager_adds_an_embargo_once(self, as_, manager, workspace):
        browser = as_(manager)
        sent = {
            **DAYS,
            "name": "Deuil",
            "kind": "embargo",
            "submission": "7b0f3e6e-2f0a-4d5a-9d0f-0f3f2b7f0001",
        }
        for _time in range(2):
            assert browser.post(url(workspace, "moment-add"), sent).status_code == 303
        row = WorkspaceMoment.objects.get()
        assert (row.name, row.kind, row.is_own) == ("Deuil", "embargo", True)
        assert AuditEvent.objects.filter(verb="created", label="Deuil").count() == 1
        assert "Deuil" in browser.get(url(workspace) + "?annee=2027").text

    def test_dates_in_disorder_are_told_beside_the_field(self, as_, manager, workspace):
        sent = {"name": "Deuil", "kind": "event", "starts_on": "2027-03-03", "ends_on": "2027-03-01"}
        answer = as_(manager).post(url(workspace, "moment-add"), sent)
        assert answer.status_code == 422
        assert "tombe avant le premier" in answer.text
        assert 'value="Deuil"' in answer.text

    def test_the_second_of_two_editors_is_told(self, as_, manager, workspace):
        row = add(workspace)
        browser, address = as_(manager), url(workspace, "moment", row.pk)
        sent = {**DAYS, "name": "Deuil national", "kind": "embargo", "version": 1}
        assert browser.post(address, sent).status_code == 303
        answer = browser.post(address, {**sent, "name": "Autre"})
        assert answer.status_code == 409
        assert "Autre" in answer.text
        row.refresh_from_db()
        assert row.name == "Deuil national"

    def test_removing_twice_removes_once(self, as_, manager, workspace):
        row = add(workspace)
        browser = as_(manager)
        assert browser.post(url(workspace, "moment-remove", row.pk)).status_code == 303
        assert browser.post(url(workspace, "moment-remove", row.pk)).status_code == 404
        assert AuditEvent.objects.filter(verb="deleted", label="Deuil").count() == 1

    def test_a_yearly_moment_comes_back_and_29_february_gives_way(self, workspace):
        add(workspace, "Anniversaire", "event", date(2028, 2, 29), date(2028, 2, 29), every_year=True)

        def of(year):
            return [m.start for m in moments_of_year(workspace, year) if m.title == "Anniversaire"]

        assert (of(2027), of(2028), of(2029)) == ([], [date(2028, 2, 29)], [date(2029, 2, 28)])

    def test_the_database_refuses_an_end_before_the_start(self, workspace, acting, manager):
        values = {"name": "X", "kind": "event", "starts_on": date(2027, 3, 3), "ends_on": date(2027, 3, 1)}
        with pytest.raises(ValidationError):
            moment_add(actor=acting(manager), values=values)


class TestOfTheCalendar:
    def place(self, workspace, name="calendar-moment"):
        return url(workspace, name, 2027, "french_days_printemps")

    def test_own_dates_replace_a_forecast_and_can_be_taken_back(self, as_, manager, workspace):
        browser = as_(manager)
        assert browser.post(self.place(workspace), {**DAYS, "note": "Annoncés"}).status_code == 303
        shown = next(m for m in moments_of_year(workspace, 2027) if m.family == "french_days_printemps")
        assert (shown.start, shown.end, shown.status) == (date(2027, 3, 1), date(2027, 3, 3), "changed")
        assert "Le calendrier dit" in browser.get(url(workspace) + "?annee=2027").text
        browser.post(self.place(workspace, "calendar-moment-state"), {"state": "calendar"})
        assert not WorkspaceMoment.objects.exists()
        verbs = AuditEvent.objects.filter(verb__startswith="moment_").values_list("verb", flat=True)
        assert set(verbs) == {"moment_dated", "moment_restored"}

    def test_only_that_year_changes(self, as_, manager, workspace):
        as_(manager).post(self.place(workspace), DAYS)
        shown = next(m for m in moments_of_year(workspace, 2028) if m.family == "french_days_printemps")
        assert shown.status == "forecast"

    def test_a_hidden_moment_leaves_the_calendars_and_stays_in_the_settings(self, as_, manager, workspace):
        as_(manager).post(self.place(workspace, "calendar-moment-state"), {"state": "hidden"})
        assert "French Days de printemps" not in titles(
            moments_shown(workspace, date(2027, 4, 1), date(2027, 5, 15))
        )
        assert "French Days de printemps" in titles(moments_of_year(workspace, 2027))
        assert "Masqué" in as_(manager).get(url(workspace) + "?annee=2027").text

    def test_what_the_calendar_does_not_have_is_not_found(self, as_, manager, workspace):
        browser = as_(manager)
        assert browser.get(url(workspace, "calendar-moment", 2027, "soldes_de_printemps")).status_code == 404
        assert browser.get(url(workspace, "calendar-moment", 1900, "noel")).status_code == 404

    def test_an_other_workspace_keeps_its_dates(self, as_, manager, stranger, workspace):
        as_(manager).post(self.place(workspace), DAYS)
        shown = moments_of_year(stranger.workspace, 2027)
        assert all(moment.status != "changed" for moment in shown)


class TestCalendars:
    def test_the_month_shows_moments_beside_the_campaigns(self, as_, viewer, workspace, plan):
        add(workspace, start=date(2027, 2, 3), end=date(2027, 2, 4))
        address = reverse("campaigns:calendar", args=[workspace.slug]) + "?mois=2027-02"
        text = as_(viewer).get(address).text
        assert "Saint-Valentin" in text
        assert "Deuil" in text
        assert "Vacances d’hiver" not in text
        assert "Vacances d’hiver (zone A)" in as_(viewer).get(address + "&temps=tout").text
        assert "Saint-Valentin" not in as_(viewer).get(address + "&temps=non").text

    def test_the_quarter_has_a_band_of_moments(self, as_, viewer, workspace, plan):
        address = reverse("campaigns:calendar", args=[workspace.slug]) + "?vue=trimestre&mois=2027-02"
        text = as_(viewer).get(address).text
        assert ">Saint-Valentin</text>" in text
        assert "Soldes d’hiver, " in text
        assert "(règle)" in text

    def test_a_partner_is_not_shown_the_embargoes(self, as_, partner, workspace, plan):
        add(workspace, start=date(2027, 2, 3), end=date(2027, 2, 4))
        address = reverse("campaigns:calendar", args=[workspace.slug]) + "?mois=2027-02"
        assert "Deuil" not in as_(partner).get(address).text

    def test_the_campaign_s_own_month_shows_them(self, as_, viewer, campaign, plan):
        place = [campaign.workspace.slug, campaign.reference]
        address = reverse("campaigns:campaign-calendar", args=place) + "?mois=2027-02"
        assert "Saint-Valentin" in as_(viewer).get(address).text

    def test_main_moments_leave_places_and_schools_out(self, workspace):
        shown = titles(main_moments(moments_shown(workspace, date(2027, 1, 1), date(2027, 12, 31))))
        assert "Soldes d’hiver" in shown
        assert "Soldes d’hiver (Lorraine)" not in shown
        assert not any("Vacances" in title for title in shown)
