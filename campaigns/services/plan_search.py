"""Searching for a better levelled plan: asked, done by a worker within a time limit, cancelled."""

import logging
import time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from campaigns.models import Campaign, PlanSearch
from campaigns.scheduling import InvalidPlan, OutOfCalendar
from campaigns.scheduling.levelling import CannotLevel
from campaigns.selectors.plan import plan_rows
from campaigns.selectors.plan_levelling import Answer, Problem, answer_of, plan_problem
from campaigns.selectors.plan_search import answer_store, better_of, is_about
from campaigns.services.plan import plan_closed_words
from campaigns.services.signoff_rows import campaign_lock
from core.access import Access
from core.work import Job, work_ask

logger = logging.getLogger(__name__)

WORK = "plan_search"
SECONDS = 20.0
TICK_SECONDS = 0.7
#: A search that dies with its worker more often than this is not tried again.
MOST_ATTEMPTS = 3


def search_ask(*, campaign: Campaign, actor: Access) -> PlanSearch:
    """Have a worker search for a better answer. One under way for the same plan is left to it.

    Raises ValidationError for a plan that changes no more.
    """
    with transaction.atomic():
        locked = campaign_lock(campaign)
        if closed := plan_closed_words(locked):
            raise ValidationError(closed)
        problem = _problem(locked)
        search = PlanSearch.objects.filter(campaign=locked).first() or PlanSearch(campaign=locked, run=0)
        if search.run and search.under_way and is_about(search, problem):
            return search
        search.run += 1
        search.fingerprint, search.status = problem.fingerprint, PlanSearch.Status.WAITING
        search.progress, search.answer, search.alive_at = 0, {}, timezone.now()
        search.save()
        work_ask(
            name=WORK,
            key=f"plan-search:{search.pk}:{search.run}",
            payload={"search": search.pk, "run": search.run},
            workspace=actor.workspace,
        )
    return search


def search_cancel(*, campaign: Campaign) -> None:
    """Stop waiting for a search; its worker notices within a second or two and keeps what it has found."""
    under_way = [PlanSearch.Status.WAITING, PlanSearch.Status.WORKING]
    PlanSearch.objects.filter(campaign=campaign, status__in=under_way).update(
        status=PlanSearch.Status.CANCELLED
    )


def search_work(job: Job) -> None:
    """A worker's share: see `core.work`. What was cancelled, begun anew or done already is left alone."""
    pk, run = job.payload["search"], job.payload["run"]
    rows = PlanSearch.objects.filter(pk=pk, run=run)
    waiting = rows.filter(status__in=[PlanSearch.Status.WAITING, PlanSearch.Status.WORKING])
    search = waiting.select_related("campaign__workspace").first()
    if search is None:
        return
    if job.attempt > MOST_ATTEMPTS:
        logger.error("Search %s ended its worker %s times", pk, MOST_ATTEMPTS)
        waiting.update(status=PlanSearch.Status.FAILED)
        return
    try:
        answer = _searched(_problem(search.campaign), search, _Watch(pk, run, job))
    except (InvalidPlan, OutOfCalendar, CannotLevel):
        waiting.update(status=PlanSearch.Status.FAILED)
        return
    if answer is not None:
        rows.update(answer=answer_store(answer), alive_at=timezone.now())
    waiting.update(status=PlanSearch.Status.DONE, progress=100)


def _searched(problem: Problem, search: PlanSearch, watch: "_Watch") -> Answer | None:
    """The better of the instant answer and the one found; None when the plan changed meanwhile."""
    if not is_about(search, problem):
        return None
    return better_of(answer_of(problem), answer_of(problem, time_limit=SECONDS, cancelled=watch.cancelled))


def _problem(campaign: Campaign) -> Problem:
    return plan_problem(campaign, plan_rows(campaign), list(campaign.waves.order_by("number")))


class _Watch:
    """Says how far a search is, gives signs of life and learns of its end, every TICK_SECONDS."""

    def __init__(self, pk: int, run: int, job: Job) -> None:
        working = [PlanSearch.Status.WAITING, PlanSearch.Status.WORKING]
        self._rows = PlanSearch.objects.filter(pk=pk, run=run, status__in=working)
        self._beat, self._began, self._told = job.beat, time.monotonic(), 0.0
        self._over = False

    def cancelled(self) -> bool:
        now = time.monotonic()
        if not self._over and now - self._told >= TICK_SECONDS:
            self._told = now
            share = min(99, int(100 * (now - self._began) / SECONDS))
            working = PlanSearch.Status.WORKING
            self._over = not self._rows.update(status=working, progress=share, alive_at=timezone.now())
            if not self._over:
                self._beat()
        return self._over
