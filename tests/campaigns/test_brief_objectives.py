"""What an objective of the brief may not say: a date already past, a target nobody can reach, no unit."""

from datetime import timedelta

import pytest

from campaigns.forms.brief import ObjectiveForm
from campaigns.models import Objective

pytestmark = pytest.mark.django_db


@pytest.fixture
def errors(campaign, kpi, manager, acting, today):
    def of(instance=None, **changes):
        data = {
            "name": "Vendre", "kpi": kpi.pk, "baseline": "", "target": "10", "unit": "",
            "deadline": campaign.ends_on.isoformat(), **changes,
        }  # fmt: skip
        form = ObjectiveForm(data, instance=instance, access=acting(manager), campaign=campaign)
        return set(form.errors)

    return of


@pytest.mark.parametrize("deadline", ["2020-01-01", "2099-12-31", "0001-01-01"])
def test_a_deadline_is_neither_past_nor_far_beyond_reason(errors, deadline):
    assert errors(deadline=deadline) == {"deadline"}


def test_an_old_deadline_may_stay_but_not_be_chosen(errors, campaign, kpi, today):
    past = today - timedelta(days=400)
    old = Objective.objects.create(
        campaign=campaign, name="Vendre", kpi=kpi, target=10, unit="x", deadline=past
    )
    assert errors(old, deadline=past.isoformat(), target="12") == set()
    assert errors(old, deadline=(past + timedelta(days=1)).isoformat()) == {"deadline"}


@pytest.mark.parametrize(
    ("direction", "baseline", "target", "wrong"),
    [
        ("up", "", "0", True),
        ("up", "", "-5", True),
        ("up", "20", "-5", True),
        ("up", "-20", "-5", False),
        ("up", "", "0,5", False),
        ("down", "12", "0", False),
        ("down", "12", "-5", True),
    ],
)
def test_a_target_lies_where_its_kpi_can_go(errors, kpi, direction, baseline, target, wrong):
    kpi.direction = direction
    kpi.save()
    assert errors(baseline=baseline, target=target) == ({"target"} if wrong else set())


def test_a_kpi_without_a_unit_asks_for_one(errors, kpi):
    assert errors() == set()
    kpi.unit = ""
    kpi.save()
    assert errors() == {"unit"}
    assert errors(unit="commandes") == set()
