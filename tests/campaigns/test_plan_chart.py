"""The Gantt and its table: slack, approvals, days off by their names, zoom, and plans of hundreds."""

import gzip
import re
from datetime import date

import pytest
from django.urls import reverse

from campaigns.models import Task, TimeOff
from campaigns.scheduling import WorkingCalendar
from campaigns.scheduling.layout import GanttItem, GanttScale, gantt
from tests.campaigns.plan_world import MONDAY, make_tasks
from tests.campaigns.signing import words

SCALE = GanttScale(px_per_day=10)


def draw(*items, **options):
    return gantt(items, [], WorkingCalendar(country="FR"), scale=SCALE, **options)


class TestDrawing:
    def test_a_tail_reaches_the_last_day_a_task_may_end_on(self):
        (bar,) = draw(GanttItem("a", MONDAY, MONDAY, latest=date(2027, 2, 4))).bars
        assert bar.tail == 30

    def test_a_tail_ends_with_the_days_drawn(self):
        chart = draw(GanttItem("a", MONDAY, MONDAY, latest=date(2028, 2, 1)))
        assert chart.bars[0].x + chart.bars[0].width + chart.bars[0].tail == chart.width == 70

    def test_no_tail_without_slack(self):
        assert draw(GanttItem("a", MONDAY, MONDAY, latest=date(2027, 1, 29))).bars[0].tail == 0

    def test_an_approval_is_pointed(self):
        (bar,) = draw(GanttItem("a", MONDAY, date(2027, 2, 2), approval=True)).bars
        assert bar.path == f"M0 {bar.y}h12l8 8l-8 8H0z"
        (bar,) = draw(GanttItem("a", MONDAY, date(2027, 2, 2))).bars
        assert bar.path == f"M0 {bar.y}h20v16h-20z"

    def test_days_off_are_named_but_for_weekends(self):
        calendar = WorkingCalendar(country="FR", closures=frozenset({date(2027, 3, 30)}))
        item = GanttItem("a", date(2027, 3, 22), date(2027, 4, 2))
        chart = gantt([item], [], calendar, scale=SCALE, day_names={date(2027, 3, 30): "Pont"})
        assert [shade.name for shade in chart.shades] == ["Lundi de Pâques, Pont", ""]


@pytest.fixture
def url(campaign):
    return reverse("campaigns:planning", args=[campaign.workspace.slug, campaign.reference])


@pytest.fixture
def hugo(as_, contributor):
    return as_(contributor)


def rows(page):
    return [int(pk) for pk in re.findall(r'class="task-row[^"]*" id="tache-(\d+)"', page)]


@pytest.mark.django_db
class TestPage:
    def test_it_shows_slack_approvals_and_what_they_are_called(self, hugo, plan, url):
        Task.objects.filter(name="Montage").update(kind="approval")
        page = words(hugo.get(url))
        assert '<path class="slack"' in page
        assert re.search(r'<path class="bar approval todo[^"]*" d="M[^"]+"><title>Montage', page)
        assert ">validation</li>" in page
        assert ">marge</li>" in page

    def test_a_closure_is_named_on_its_shade(self, hugo, plan, url, campaign):
        TimeOff.objects.create(
            workspace=campaign.workspace, name="Fermeture d’hiver", starts_on=date(2027, 2, 11),
            ends_on=date(2027, 2, 12),
        )  # fmt: skip
        assert "<title>Fermeture d’hiver</title>" in words(hugo.get(url))

    def test_the_zoom_is_in_the_address_and_stays_with_the_filters(self, hugo, plan, url):
        def width(query):
            return int(
                re.search(r'plan-gantt" viewBox="[^"]+" width="(\d+)"', words(hugo.get(url + query)))[1]
            )

        assert width("?zoom=mois") < width("?zoom=semaine") < width("?zoom=jour")
        assert width("?zoom=loupe") == width("")
        page = words(hugo.get(f"{url}?zoom=mois"))
        assert '<input type="hidden" name="zoom" value="mois">' in page
        assert 'href="?zoom=mois&amp;moi=1"' in page

    def test_a_long_plan_is_drawn_whole_over_a_table_in_pages(self, hugo, campaign, creation, url):
        made = [task.pk for task in make_tasks(campaign, creation, 151)]
        page = words(hugo.get(url))
        assert rows(page) == made[:50]
        assert page.count(f"{url}taches/") > 151, "every task is named beside the drawing"
        assert rows(words(hugo.get(f"{url}?tache={made[-1]}"))) == made[150:]
        assert rows(words(hugo.get(f"{url}?page=2&tache={made[-1]}"))) == made[50:100]
        sheet = hugo.get(url.replace("/planning/", "/planning/export.csv"))
        assert b"".join(sheet).count("Tâche ".encode()) == 151 + 150, "every task, and what each waits for"

    def test_moving_a_row_over_the_edge_of_a_page(self, hugo, campaign, creation, url):
        made = [task.pk for task in make_tasks(campaign, creation, 151)]
        page = words(hugo.get(f"{url}?page=2"))
        assert f'id="monter-{made[50]}" name="avant" value="{made[49]}"' in page

    def test_an_edit_of_a_long_plan_comes_back_to_the_task(self, hugo, campaign, creation, url):
        last = make_tasks(campaign, creation, 151)[-1]
        answer = hugo.post(f"{url}taches/{last.pk}/etat/", {"status": "doing"}, follow=True)
        assert last.pk in rows(words(answer))

    def test_a_plan_of_a_thousand_tasks_weighs_little(self, hugo, campaign, creation, url):
        make_tasks(campaign, creation, 1000)
        assert len(gzip.compress(hugo.get(url).content, 6)) < 60_000
