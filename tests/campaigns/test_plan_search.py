"""A search for a better levelled plan: its progress, its end, what it found kept only if better."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse

from campaigns.models import PlanSearch, Task
from campaigns.selectors.plan import plan_rows
from campaigns.selectors.plan_levelling import answer_of, plan_problem
from campaigns.selectors.plan_search import answer_restore, answer_store
from campaigns.services import plan_search as service
from campaigns.services.plan import plan_reschedule
from core.models import OutboxMessage
from core.work import Job
from tests.campaigns.plan_world import MONDAY
from tests.campaigns.signing import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(campaign):
    def at(name):
        return reverse(f"campaigns:{name}", args=[campaign.workspace.slug, campaign.reference])

    return at


@pytest.fixture
def crowded(campaign, plan, creation):
    """«Affiche» and «Photo» wait for the person who does «Concept»; «Photo» is late whatever its turn."""
    for number, name in enumerate(["Affiche", "Photo"], start=50):
        Task.objects.create(campaign=campaign, position=number, name=name, team=creation, duration_days=2)
    Task.objects.filter(campaign=campaign, name="Photo").update(not_after=MONDAY)
    plan_reschedule(campaign=campaign)
    return campaign


def problem_of(campaign):
    return plan_problem(campaign, plan_rows(campaign), list(campaign.waves.all()))


def ask(campaign, actor):
    return service.search_ask(campaign=campaign, actor=actor)


def work(beats=None):
    """What a worker does with all that was asked."""
    for message in OutboxMessage.objects.filter(kind="work").order_by("pk"):
        payload = message.payload
        if payload["work"] == service.WORK:
            service.search_work(Job(payload, 1, lambda: beats.append(1) if beats is not None else None))


@pytest.fixture
def finds(monkeypatch):
    """Have the search find, instead of what it would, the instant answer changed so."""

    def that(**changes):
        def found(problem, *, time_limit=0.0, cancelled=None, **_more):
            answer = answer_of(problem)
            if cancelled is None:
                return answer
            cancelled()
            return replace(answer, **changes)

        monkeypatch.setattr(service, "answer_of", found)

    return that


def test_an_answer_comes_back_from_its_stored_form(crowded):
    problem = problem_of(crowded)
    answer = answer_of(problem)
    assert answer.holds
    assert answer_restore(problem, answer_store(answer)) == answer


def test_what_is_better_is_kept_and_applied(crowded, finds, acting, contributor, as_, url):
    instant = answer_of(problem_of(crowded))
    hold = replace(instant.holds[0], until=date(2027, 2, 15), holders=())
    finds(holds=(hold,), late=instant.late - 1)
    beats = []
    ask(crowded, acting(contributor))
    work(beats)
    assert beats == [1]
    browser = as_(contributor)
    page = browser.get(url("planning-levelling"))
    assert page.context["levelled"].answer.holds == (hold,)
    assert "La recherche est finie" in words(page)
    browser.post(url("planning-levelling-apply"), {"key": page.context["levelled"].key})
    assert Task.objects.get(pk=hold.task.pk).not_before == date(2027, 2, 15)


def test_what_is_worse_is_not_but_a_higher_bound_is(crowded, finds, acting, contributor, as_, url):
    instant = answer_of(problem_of(crowded))
    finds(late=instant.late + 1, bound=instant.days)
    ask(crowded, acting(contributor))
    work()
    shown = as_(contributor).get(url("planning-levelling")).context["levelled"]
    assert shown.answer == replace(instant, bound=instant.days)
    assert "Aucun autre ordre" in shown.gap


def test_a_search_of_another_plan_is_said_and_not_used(crowded, finds, acting, contributor, as_, url):
    finds(late=0, holds=())
    ask(crowded, acting(contributor))
    work()
    Task.objects.filter(name="Affiche").update(duration_days=3)
    page = as_(contributor).get(url("planning-levelling"))
    assert "ne compte plus" in words(page)
    assert page.context["levelled"].answer.holds


def test_a_plan_that_changes_before_its_search_gives_nothing(crowded, finds, acting, contributor):
    finds(late=0, holds=())
    ask(crowded, acting(contributor))
    Task.objects.filter(name="Affiche").update(duration_days=3)
    work()
    assert PlanSearch.objects.get().answer == {}


def test_progress_is_polled_and_can_be_stopped(crowded, as_, contributor, url):
    browser = as_(contributor)
    assert "Chercher mieux" in words(browser.get(url("planning-levelling")))
    answer = browser.post(url("planning-search"), follow=True)
    assert "Recherche d’un meilleur planning" in words(answer)
    assert "Arrêter la recherche" in words(answer)
    PlanSearch.objects.update(status="working", progress=42)
    polled = browser.get(url("planning-levelling"), headers={"HX-Request": "true"}).content.decode()
    assert 'value="42"' in polled
    assert "<form" not in polled
    browser.post(url("planning-search-stop"))
    polled = browser.get(url("planning-levelling"), headers={"HX-Request": "true"})
    assert polled["HX-Refresh"] == "true"
    assert "La recherche a été arrêtée" in words(browser.get(url("planning-levelling")))


def test_the_worker_of_a_stopped_search_learns_of_it_and_keeps_what_it_found(
    crowded, acting, contributor, monkeypatch
):
    ask(crowded, acting(contributor))
    heard = []

    def found(problem, *, time_limit=0.0, cancelled=None, **_more):
        if cancelled is not None:
            service.search_cancel(campaign=crowded)
            heard.append(cancelled())
        return answer_of(problem)

    monkeypatch.setattr(service, "answer_of", found)
    work()
    assert heard == [True]
    search = PlanSearch.objects.get()
    assert (search.status, bool(search.answer)) == ("cancelled", True)


def test_asked_twice_it_is_searched_once_and_anew_after_its_end(crowded, finds, acting, contributor):
    finds()
    assert ask(crowded, acting(contributor)).run == ask(crowded, acting(contributor)).run == 1
    work()
    assert ask(crowded, acting(contributor)).run == 2


def test_the_worker_of_an_earlier_search_writes_nothing(crowded, finds, acting, contributor):
    finds()
    ask(crowded, acting(contributor))
    service.search_cancel(campaign=crowded)
    later = ask(crowded, acting(contributor))
    service.search_work(Job({"search": later.pk, "run": 1}, 1, lambda: None))
    later.refresh_from_db()
    assert (later.status, later.answer) == ("waiting", {})


def test_a_search_whose_worker_died_is_offered_again(crowded, acting, contributor, as_, url):
    ask(crowded, acting(contributor))
    search = PlanSearch.objects.get()
    PlanSearch.objects.update(status="working", alive_at=search.alive_at - timedelta(minutes=5))
    text = words(as_(contributor).get(url("planning-levelling")))
    assert "s’est interrompue" in text
    assert "Chercher mieux" in text
    service.search_work(Job({"search": search.pk, "run": search.run}, 4, lambda: None))
    assert PlanSearch.objects.get().status == "failed"


def test_a_viewer_searches_nothing(crowded, as_, viewer, url):
    browser = as_(viewer)
    assert "Chercher mieux" not in words(browser.get(url("planning-levelling")))
    assert browser.post(url("planning-search")).status_code == 403
    assert browser.post(url("planning-search-stop")).status_code == 403


def test_the_real_search_is_never_worse(crowded):
    problem = problem_of(crowded)
    instant = answer_of(problem)
    assert answer_of(problem, time_limit=0.2).rank <= instant.rank
