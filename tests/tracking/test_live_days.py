"""Live days begin when a channel was first reported live; the wave's opening stands in for it before."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.models import Wave
from campaigns.selectors.live import live_since, live_starts
from coordination.models import Activation
from tests.tracking.conftest import at, days_ago, text
from tracking.selectors.bilan import next_period
from tracking.selectors.performance import campaign_window

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(live, meta):
    """report(3): a channel was live three days ago."""

    def write(ago: int, channel=meta) -> Activation:
        return Activation.objects.create(
            wave=live.waves.get(),
            channel=channel,
            live_at=timezone.now() - timedelta(days=ago),
            reported_by_name="Noé Halo",
        )

    return write


def opened(campaign, ago: int) -> None:
    Wave.objects.filter(campaign=campaign).update(opened_at=timezone.now() - timedelta(days=ago))


def test_before_any_report_the_opening_counts_when_it_came_before_the_launch(live):
    assert live_since(live) == live.launch_on == days_ago(19)
    opened(live, 21)
    assert live_since(live) == days_ago(21)
    opened(live, 15)
    assert live_since(live) == days_ago(19)


def test_the_first_report_is_the_one_truth(live, search, report):
    opened(live, 21)
    report(18)
    report(20, search)
    assert live_since(live) == days_ago(20)
    assert live_starts([live.pk]) == {live.pk: days_ago(20)}
    assert campaign_window(live, timezone.localdate())[0] == days_ago(20)
    assert next_period(live)[0] == days_ago(20)


def test_a_report_taken_back_counts_no_more(live, report):
    opened(live, 21)
    report(18).delete()
    assert live_since(live) == days_ago(21)


def test_campaigns_are_told_apart_in_two_queries(live, report, django_assert_num_queries):
    report(18)
    with django_assert_num_queries(2):
        assert live_starts([live.pk, live.pk + 1]) == {live.pk: days_ago(18)}


def test_a_bilan_never_ends_before_it_begins(live, report):
    report(2)
    live.stopped_on = days_ago(5)
    assert next_period(live) == (days_ago(2), days_ago(2))


def test_on_pages_of_imports_their_own_tab_is_the_current_one(as_, contributor, live):
    page = text(as_(contributor).get(at("imports", live)))
    tabs = page.split('<nav class="tabs"')[1].split("</nav>")[0]
    assert tabs.count("aria-current") == 1
