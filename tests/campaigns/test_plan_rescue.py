"""A date that cannot be held: what would hold it, tried first, applied as one edit, taken back as one."""

from datetime import date

import pytest
from django.urls import reverse

from campaigns.models import Campaign, Dependency, Task, Wave
from campaigns.selectors.plan import plan_rows
from campaigns.selectors.plan_history import plan_state
from campaigns.selectors.plan_outlook import plan_outlook
from campaigns.selectors.plan_rescue import launch_after, plan_remedies, rows_after
from campaigns.services import plan as service
from campaigns.services.plan_rescue import remedy_apply
from campaigns.services.plan_undo import plan_undo
from tests.campaigns.signing import words

pytestmark = pytest.mark.django_db

#: Concept 3 + Tournage 2 + Montage 4 days from Monday the 1st: ready on the 11th.
LAUNCH = date(2027, 2, 9)


@pytest.fixture
def late(campaign, plan):
    """Launched on Tuesday 9 February: three working days are missing."""
    Campaign.objects.filter(pk=campaign.pk).update(launch_on=LAUNCH)
    Wave.objects.filter(campaign=campaign).update(goes_live_on=LAUNCH)
    campaign.refresh_from_db()
    return campaign


@pytest.fixture
def url(campaign):
    def at(name, *more):
        return reverse(f"campaigns:{name}", args=[campaign.workspace.slug, campaign.reference, *more])

    return at


def look(campaign, rows=None):
    return plan_outlook(campaign, rows or plan_rows(campaign), campaign.waves.all())


def remedies(campaign):
    return plan_remedies(campaign, plan_rows(campaign), campaign.waves.all())


def to_apply(campaign):
    return [way for way in remedies(campaign).ways if not launch_after(way.changes)]


def test_a_plan_that_holds_needs_nothing(campaign, plan):
    assert remedies(campaign).ways == []


def test_what_is_missing_is_what_the_page_says(late):
    assert look(late).late_by == remedies(late).days_missing == 3


def test_every_way_holds_the_date_and_none_changes_anything_by_being_looked_at(late):
    before = plan_state(late)
    ways = to_apply(late)
    assert ways
    for way in ways:
        assert look(late, rows_after(plan_rows(late), way.changes)).late_by == 0, way.changes
    assert plan_state(late) == before


def test_moving_the_launch_is_one_of_them(late):
    (way,) = [way for way in remedies(late).ways if launch_after(way.changes)]
    assert launch_after(way.changes) == (LAUNCH, date(2027, 2, 11)), "work ends on the 11th"


def test_work_under_way_and_approvals_are_not_cut(late, plan):
    Task.objects.filter(name="Concept").update(status="doing")
    Task.objects.filter(name="Montage").update(kind="approval")
    cut = {
        change.task
        for way in remedies(late).ways
        for change in way.changes
        if type(change).__name__ in ("Shorten", "DropTask")
    }
    assert cut.isdisjoint({plan["Concept"].pk, plan["Montage"].pk})


def test_nothing_is_proposed_to_begin_before_today(late, plan, clock):
    clock(date(2027, 2, 4))
    freed = [c for way in remedies(late).ways for c in way.changes if type(c).__name__ == "FreeStart"]
    assert freed == [], "nobody asked for a start later than today"


def test_applying_one_holds_the_date_and_is_taken_back_as_one(late, acting, contributor):
    for way in to_apply(late):
        before = plan_state(late)
        remedy_apply(campaign=late, actor=acting(contributor), key=way.key)
        assert look(late).late_by == 0
        plan_undo(campaign=late, actor=acting(contributor))
        assert plan_state(late) == before
        assert look(late).late_by == 3


def test_the_stored_plan_is_the_one_that_was_tried(late, acting, contributor):
    for way in to_apply(late):
        tried = rows_after(plan_rows(late), way.changes)
        remedy_apply(campaign=late, actor=acting(contributor), key=way.key)
        stored = plan_rows(late)
        assert [(t.pk, t.duration_days, t.not_before, t.pinned_on) for t in stored.tasks] == [
            (t.pk, t.duration_days, t.not_before, t.pinned_on) for t in tried.tasks
        ]
        assert {(k.predecessor_id, k.successor_id, k.type, k.lag_days) for k in stored.links} == {
            (k.predecessor_id, k.successor_id, k.type, k.lag_days) for k in tried.links
        }
        plan_undo(campaign=late, actor=acting(contributor))


def test_the_pages_propose_try_and_apply(late, as_, contributor, url):
    browser = as_(contributor)
    page = words(browser.get(url("planning-remedies")))
    assert "Il manque 3 jours ouvrés" in page
    assert "Ce qui tiendrait la date" in page
    way = to_apply(late)[0]
    tried = words(browser.get(url("planning-trial", way.key)))
    assert "rien n’est enregistré" in tried
    assert "Il manque" not in tried
    answer = browser.post(url("planning-trial", way.key), follow=True)
    assert "La proposition est appliquée." in words(answer)
    assert look(late).late_by == 0


def test_a_way_the_plan_no_longer_offers_is_said_so(late, plan, as_, contributor, url, acting):
    way = to_apply(late)[0]
    service.task_edit(
        task=plan["Concept"], actor=acting(contributor), expected_version=1, changes={"duration_days": 1}
    )
    state = plan_state(late)
    browser = as_(contributor)
    for answer in (
        browser.get(url("planning-trial", way.key), follow=True),
        browser.post(url("planning-trial", way.key), follow=True),
    ):
        assert "Le planning a changé" in words(answer)
    assert plan_state(late) == state


def test_a_viewer_reads_the_ways_and_tries_none(late, as_, viewer, url):
    browser = as_(viewer)
    assert "Essayer" not in words(browser.get(url("planning-remedies")))
    assert browser.post(url("planning-trial", to_apply(late)[0].key)).status_code == 403
    assert Dependency.objects.filter(successor__campaign=late).count() == 3


def test_moving_the_launch_is_looked_at_where_launches_are_advised(late, as_, manager, url):
    page = as_(manager).get(url("planning-remedies")).content.decode()
    assert f"{url('when-to-launch')}?le=2027-02-12#apercu" in page
    assert as_(manager).get(f"{url('when-to-launch')}?le=2027-02-12").status_code == 200
