"""Reads that several checks share are made once for a page, and never outlive it."""

import pytest

from campaigns.gates import evaluating, judged_campaigns, read_once
from campaigns.models import Campaign

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(campaign, workspace, manager, today):
    other = Campaign.objects.create(
        workspace=workspace, reference="2026-FLA-01", name="Vente flash", type="FLASH", owner=manager,
        prepares_on=today, launch_on=today, ends_on=today,
    )  # fmt: skip
    return campaign, other


@pytest.fixture
def reader():
    """A read that remembers for whom it was made."""
    asked = []

    def read(ids, *args):
        asked.append((set(ids), *args))
        return {pk: f"lu {pk}" for pk in ids}

    read.asked = asked
    return read


def test_outside_an_evaluation_each_read_is_made(two, reader):
    for _time in range(2):
        assert read_once(reader, [two[0].pk]) == {two[0].pk: f"lu {two[0].pk}"}
    assert len(reader.asked) == 2


def test_the_first_read_is_made_for_every_campaign_judged(two, reader):
    first, second = (campaign.pk for campaign in two)
    with evaluating(two):
        assert read_once(reader, [first])[first] == f"lu {first}"
        assert read_once(reader, [second])[second] == f"lu {second}"
    assert reader.asked == [({first, second},)]


def test_reads_with_other_arguments_are_other_reads(two, reader):
    with evaluating(two):
        read_once(reader, [two[0].pk], "brief")
        read_once(reader, [two[0].pk], "plan")
        read_once(reader, [two[1].pk], "plan")
    assert [args for _ids, args in reader.asked] == ["brief", "plan"]


def test_a_read_narrowed_to_phases_leaves_the_other_campaigns_out(two, reader):
    with evaluating(two):
        assert read_once(reader, [two[0].pk], phases=["COORDINATION"]).keys() == {two[0].pk}
        assert read_once(reader, [two[1].pk], phases=["BRIEF"]).keys() == {two[0].pk, two[1].pk}


def test_an_inner_evaluation_joins_the_outer_one_that_covers_it(two, reader):
    with evaluating(two):
        read_once(reader, [two[0].pk])
        with evaluating([two[1]]):
            read_once(reader, [two[1].pk])
    assert len(reader.asked) == 1


def test_a_campaign_outside_the_evaluation_is_read_apart(two, reader):
    with evaluating([two[0]]):
        read_once(reader, [two[0].pk])
        read_once(reader, [two[1].pk])
        assert judged_campaigns([two[1].pk]) is None
    assert reader.asked == [({two[0].pk},), ({two[1].pk},)]


def test_nothing_outlives_the_block(two, reader):
    for _time in range(2):
        with evaluating(two):
            read_once(reader, [two[0].pk])
    assert len(reader.asked) == 2
    assert judged_campaigns([two[0].pk]) is None
