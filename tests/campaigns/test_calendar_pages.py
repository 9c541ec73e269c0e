"""The month of a campaign, the month and the quarter of a workspace."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.models import Audience, BriefAudience, Campaign, Channel, Placement, Task, Wave
from campaigns.ports import CalendarItem
from campaigns.ports import calendar as calendar_port
from campaigns.scheduling import WorkingCalendar
from campaigns.selectors.calendar import Entry, month_add, month_of, month_page, window_of
from campaigns.services.lifecycle import campaign_abandon

pytestmark = pytest.mark.django_db


@pytest.fixture
def month_url(campaign):
    return reverse("campaigns:campaign-calendar", args=[campaign.workspace.slug, campaign.reference])


@pytest.fixture
def space_url(workspace):
    return reverse("campaigns:calendar", args=[workspace.slug])


def read(browser, address):
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode().replace("\u202f", " ")


class TestMonths:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("2026-12", date(2026, 12, 1)),
            ("2026-13", date(2027, 2, 1)),
            ("12-2026", date(2027, 2, 1)),
            ("", date(2027, 2, 1)),
            ("9999-01", date(2099, 12, 1)),
            ("0001-01", date(2000, 1, 1)),
        ],
    )
    def test_an_address_that_says_nothing_sensible_opens_on_the_usual_month(self, text, expected):
        assert month_of(text, date(2027, 2, 14)) == expected

    def test_december_goes_to_january_and_back(self):
        assert month_add(date(2026, 12, 1), 1) == date(2027, 1, 1)
        assert month_add(date(2027, 1, 1), -1) == date(2026, 12, 1)

    def test_a_year_of_53_weeks(self):
        page = month_page(date(2027, 1, 1), [], WorkingCalendar(), today=date(2027, 1, 4))
        assert [row.iso_week for row in page.rows] == [53, 1, 2, 3, 4]
        assert (page.previous, page.next) == ("2026-12", "2027-02")

    def test_a_bar_goes_over_the_end_of_the_week_and_of_the_year(self):
        entry = Entry("Noël", date(2026, 12, 30), date(2027, 1, 5), "wave", "/")
        page = month_page(date(2026, 12, 1), [entry], WorkingCalendar(), today=date(2026, 12, 1))
        slots = [slot for row in page.rows for cell in row.cells for slot in cell.slots if slot.entry]
        assert [(slot.span, slot.came, slot.goes_on) for slot in slots] == [(5, False, True)]
        assert window_of(date(2026, 12, 1)) == (date(2026, 11, 30), date(2027, 1, 3))

    def test_what_has_no_room_is_counted(self):
        entries = [Entry(str(n), date(2026, 12, 9), date(2026, 12, 9), "task", "/") for n in range(9)]
        page = month_page(
            date(2026, 12, 1), entries, WorkingCalendar(), today=date(2026, 12, 1), day=date(2026, 12, 9)
        )
        cell = next(cell for row in page.rows for cell in row.cells if cell.day == date(2026, 12, 9))
        assert (len(cell.slots), cell.more) == (6, 3)
        assert len(page.of_day) == 9

    def test_what_was_not_even_read_is_counted_too(self):
        entry = Entry("Bilan", date(2026, 12, 9), date(2026, 12, 9), "milestone", "/")
        beyond = {date(2026, 12, 9): 40, date(2027, 1, 2): 3}
        page = month_page(
            date(2026, 12, 1), [entry], WorkingCalendar(), today=date(2026, 12, 1), beyond=beyond
        )
        more = {cell.day: cell.more for row in page.rows for cell in row.cells if cell.more}
        assert more == beyond
        assert (len(page.listed), page.unlisted) == (1, 40)

    def test_a_month_too_full_lists_what_is_not_over(self):
        days = [date(2026, 12, number % 28 + 1) for number in range(112)]
        entries = [Entry(str(n), day, day, "task", "/") for n, day in enumerate(days)]
        page = month_page(date(2026, 12, 1), entries, WorkingCalendar(), today=date(2026, 12, 10))
        assert (len(page.listed), page.unlisted) == (60, 52)
        assert min(entry.start for entry in page.listed) == date(2026, 12, 10)


class TestCampaignMonth:
    def test_it_shows_tasks_milestones_waves_and_turns(self, as_, viewer, plan, month_url):
        text = read(as_(viewer), month_url + "?mois=2027-02")
        for name in ("Concept", "Tournage", "Montage", "Prêt"):
            assert name in text
        assert "mois=2027-01" in text
        assert "mois=2027-03" in text
        march = read(as_(viewer), month_url + "?mois=2027-03")
        assert "En ligne : Teaser" in march
        assert "Concept" not in march

    def test_it_opens_on_the_campaign_s_own_months(self, as_, viewer, plan, month_url, clock):
        clock(date(2026, 6, 1))
        assert "Février 2027" in read(as_(viewer), month_url)

    def test_a_day_opens_with_everything_on_it(self, as_, viewer, plan, month_url):
        assert 'id="jour"' in read(as_(viewer), month_url + "?mois=2027-02&jour=2027-02-04")
        assert 'id="jour"' not in read(as_(viewer), month_url + "?mois=2027-02&jour=2028-01-01")

    def test_a_partner_sees_their_tasks(self, as_, partner, plan, month_url):
        text = read(as_(partner), month_url + "?mois=2027-02")
        assert "Montage" in text
        assert "Tournage" not in text


class TestWorkspace:
    def test_a_month_of_waves_and_milestones(self, as_, viewer, plan, space_url):
        text = read(as_(viewer), space_url + "?mois=2027-02")
        assert "Prêt · Lancement Sérum Aube" in text
        assert "Concept" not in text
        assert "Lancement Sérum Aube · Teaser" in read(as_(viewer), space_url + "?mois=2027-03")

    def test_a_milestone_says_first_which_campaign_it_is_of(self, as_, viewer, plan, space_url):
        assert ">LAN-01 · Prêt · Lancement Sérum Aube<" in read(
            as_(viewer), space_url + "?mois=2027-02"
        ).replace("</svg> ", "</svg>")

    def test_a_wave_too_short_for_its_name_has_it_beside(self, as_, viewer, plan, campaign, space_url):
        campaign.waves.update(ends_on=campaign.launch_on + timedelta(days=2))
        drawn = read(as_(viewer), space_url + "?vue=trimestre&mois=2027-02").partition("<svg class")[2]
        assert ">Teaser</text>" in drawn

    def test_a_quarter_of_lanes(self, as_, viewer, plan, space_url):
        text = read(as_(viewer), space_url + "?vue=trimestre&mois=2027-02")
        assert "1er trimestre 2027" in text
        assert "Préparation 1" in text
        assert "1 campagne au travail" in text
        assert "mois=2026-10" in text

    def test_a_year_has_its_twelve_months_and_turns_by_years(self, as_, viewer, plan, space_url):
        text = read(as_(viewer), f"{space_url}?mois=2027-05&vue=annee")
        assert "Année 2027" in text
        assert "Préparation 1" in text
        assert ">Janv.<" in text
        assert ">Déc.<" in text
        assert "mois=2026-01" in text
        assert "mois=2028-01" in text
        assert 'name="vue" value="annee"' in text, "filters stay in the year"

    def test_a_launch_is_dragged_by_managers_until_it_happened(
        self, as_, viewer, manager, plan, space_url, campaign
    ):
        page = f"{space_url}?mois=2027-02&vue=trimestre"
        moving = reverse("campaigns:when-to-launch", args=[campaign.workspace.slug, campaign.reference])
        shown = read(as_(manager), page)
        assert f'data-move-launch="{moving}" data-launch="2027-03-01" data-day="9"' in shown
        assert f'<a href="{moving}">Déplacer' in shown, "by keyboard, on a touch screen, without script"
        assert "data-move-launch" not in read(as_(viewer), page)
        campaign.waves.update(opened_at="2027-02-01T09:00Z")
        assert "data-move-launch" not in read(as_(manager), page)

    def test_filters_by_channel_and_audience(self, as_, viewer, plan, space_url, campaign, meta):
        spoken = Audience.objects.create(workspace=campaign.workspace, name="Abonnées")
        other = Audience.objects.create(workspace=campaign.workspace, name="Prospects")
        BriefAudience.objects.create(campaign=campaign, audience=spoken)
        shape = meta.formats.create(key="carre", name="Carré")
        Placement.objects.create(wave=campaign.waves.first(), channel=meta, format=shape)
        unused = Channel.objects.create(workspace=campaign.workspace, key="radio", name="Radio")
        browser, base = as_(viewer), f"{space_url}?mois=2027-02"
        assert "Prêt" in read(browser, f"{base}&canal={meta.pk}&cible={spoken.pk}")
        assert "Prêt" not in read(browser, f"{base}&canal={unused.pk}")
        assert "Prêt" not in read(browser, f"{base}&cible={other.pk}")

    def test_filters_by_type_team_and_brand(self, as_, viewer, plan, space_url, campaign, agency, workspace):
        base = space_url + "?mois=2027-02"
        browser = as_(viewer)
        assert "Prêt" in read(browser, f"{base}&type=LANCEMENT&equipe={agency.pk}&marque={campaign.brand_id}")
        assert "Prêt ·" not in read(browser, f"{base}&type=FLASH")
        other = workspace.teams.create(key="rp", name="Relations presse")
        assert "Prêt ·" not in read(browser, f"{base}&equipe={other.pk}")

    def test_given_up_campaigns_are_left_out(self, as_, viewer, plan, space_url, campaign, acting, manager):
        campaign_abandon(campaign=campaign, actor=acting(manager), reason="Produit annulé")
        assert "Prêt ·" not in read(as_(viewer), space_url + "?mois=2027-02")

    def test_a_partner_sees_their_campaigns_only(self, as_, partner, plan, space_url, campaign):
        browser = as_(partner)
        assert "Teaser" in read(browser, space_url + "?mois=2027-03")
        Task.objects.filter(campaign=campaign, name="Montage").update(team=None)
        assert "Teaser" not in read(browser, space_url + "?mois=2027-03")
        assert "Prêt ·" not in read(browser, space_url + "?mois=2027-02")

    def test_other_apps_add_their_days(self, as_, viewer, plan, space_url, campaign, monkeypatch):
        item = CalendarItem(campaign, "Livraison PLV", date(2027, 2, 9), date(2027, 2, 9), "delivery", "/x/")
        monkeypatch.setattr(calendar_port, "_providers", [lambda access, start, end: [item]])
        assert "Livraison PLV · Lancement Sérum Aube" in read(as_(viewer), space_url + "?mois=2027-02")

    @pytest.mark.parametrize("view", ["", "&vue=trimestre", "&vue=annee"])
    def test_the_same_number_of_queries_at_5_and_60_campaigns(
        self, as_, viewer, manager, workspace, space_url, view
    ):
        browser, counts, made = as_(viewer), [], 0
        for size in (5, 60):
            while made < size:
                made += 1
                self.campaign(workspace, manager, made)
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(f"{space_url}?mois=2027-02{view}").status_code == 200
            counts.append(len(queries))
        assert counts[0] == counts[1]
        assert counts[0] <= 16  # four of them for what the filters offer, two for days off

    def test_a_day_too_full_says_how_many_and_opens_on_all(self, as_, viewer, plan, space_url, campaign):
        Task.objects.bulk_create(
            Task(
                campaign=campaign, name=f"Jalon {number}", kind="milestone", duration_days=0,
                starts_on=date(2027, 2, 17), ends_on=date(2027, 2, 17),
            )
            for number in range(10)
        )  # fmt: skip
        text = read(as_(viewer), space_url + "?mois=2027-02")
        assert "Jalon 5" in text
        assert "Jalon 6" not in text
        assert ">+4<" in text
        assert "?mois=2027-02&amp;jour=2027-02-17#jour" in text
        assert "Et 4 autres ce mois-ci" in text
        assert "Jalon 9" in read(as_(viewer), space_url + "?mois=2027-02&jour=2027-02-17")

    def campaign(self, workspace, owner, number):
        made = Campaign.objects.create(
            workspace=workspace, reference=f"2027-FLA-{number:02d}", name=f"Flash {number}", type="FLASH",
            owner=owner, prepares_on=date(2027, 2, 1), launch_on=date(2027, 2, 10), ends_on=date(2027, 2, 14),
        )  # fmt: skip
        Wave.objects.create(
            campaign=made, number=1, name="Seule", goes_live_on=made.launch_on, ends_on=made.ends_on
        )
        day = made.launch_on - timedelta(days=1)
        Task.objects.create(
            campaign=made, name="Feu vert", kind="milestone", duration_days=0, starts_on=day, ends_on=day
        )
