"""A copy takes what was written and planned, at its new dates, and nothing that was signed."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from campaigns import ports
from campaigns.models import (
    Audience,
    Campaign,
    Dependency,
    Phase,
    PhaseChange,
    SignOffRequest,
    Task,
)
from campaigns.selectors.preparation import default_window, proposed_launch, workspace_calendar
from campaigns.services.creation import NewCampaign, campaign_create, campaign_duplicate
from tracking.models import KpiTarget

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(workspace, acting, manager, contributor, kpi, today):
    """A campaign with a brief, work under way and a wave already open."""
    day = proposed_launch("LANCEMENT", workspace_calendar(workspace), today)
    new = NewCampaign(
        type="LANCEMENT", name="Sérum Aube", owner=manager, launch_on=day,
        ends_on=default_window("LANCEMENT", day), sponsor_member=manager,
    )  # fmt: skip
    made = campaign_create(actor=acting(manager), new=new)
    brief = made.brief
    brief.strategy_label, brief.tone = "Plan 2027", "direct"
    brief.save()
    made.objectives.create(name="Leads", kpi=kpi, target=500, deadline=made.ends_on)
    made.brief_audiences.create(audience=Audience.objects.create(workspace=workspace, name="25-40 ans"))
    made.key_messages.create(text="Le matin change tout", proof="Étude 2026")
    task = made.tasks.order_by("position").first()
    task.assignee, task.status, task.status_since = contributor, Task.Status.DONE, timezone.now()
    task.save()
    made.waves.filter(number=1).update(opened_at=timezone.now())
    return made


@pytest.fixture
def copy_of(acting, manager):
    def make(source, weeks=52, **fields):
        values = {"name": "Sérum Aube, la suite", "owner": manager}
        launch = source.launch_on + timedelta(weeks=weeks)
        return campaign_duplicate(
            source=source, actor=acting(manager), **{**values, "launch_on": launch, **fields}
        )

    return make


def test_dates_keep_their_distance_to_the_launch(source, copy_of):
    copy = copy_of(source)
    moved = copy.launch_on - source.launch_on
    assert copy.ends_on == source.ends_on + moved
    assert copy.prepares_on == source.prepares_on + moved
    for old, new in zip(source.waves.all(), copy.waves.all(), strict=True):
        assert (new.name, new.goes_live_on) == (old.name, old.goes_live_on + moved)
    assert copy.objectives.get().deadline == source.objectives.get().deadline + moved


def test_fixed_dates_stay_working_days(source, copy_of, workspace):
    calendar = workspace_calendar(workspace)
    copy = copy_of(source, weeks=37)
    pins = list(copy.tasks.exclude(pinned_on=None))
    assert pins
    assert all(calendar.is_working_day(task.pinned_on) for task in pins)


def test_the_brief_is_copied_as_rows_of_its_own(source, copy_of):
    copy = copy_of(source)
    assert (copy.brief.strategy_label, copy.brief.tone) == ("Plan 2027", "direct")
    assert copy.key_messages.get().proof == "Étude 2026"
    copy.key_messages.update(text="Autre chose")
    assert source.key_messages.get().text == "Le matin change tout"


def test_the_strategy_document_is_a_file_of_its_own(source, copy_of):
    source.brief.strategy_file.save("strategie.txt", ContentFile(b"cap 2027"))
    copy = copy_of(source)
    assert copy.brief.strategy_file.name != source.brief.strategy_file.name
    assert copy.brief.strategy_file.read() == b"cap 2027"


def test_a_lost_strategy_document_does_not_prevent_the_copy(source, copy_of):
    source.brief.strategy_file.name = "strategies/disparu.pdf"
    source.brief.save()
    assert not copy_of(source).brief.strategy_file


def test_work_is_to_be_done_again(source, copy_of, contributor):
    copy = copy_of(source)
    assert copy.tasks.count() == source.tasks.count()
    assert set(copy.tasks.values_list("status", flat=True)) == {Task.Status.TODO}
    assert copy.tasks.order_by("position").first().assignee == contributor
    assert not copy.waves.exclude(opened_at=None).exists()


def test_somebody_who_left_is_not_given_the_work(source, copy_of, contributor):
    contributor.is_active = False
    contributor.save()
    assert copy_of(source).tasks.order_by("position").first().assignee is None


def test_links_are_copied_between_the_new_tasks(source, copy_of):
    copy = copy_of(source)
    links = Dependency.objects.filter(predecessor__campaign=copy)
    assert links.count() == Dependency.objects.filter(predecessor__campaign=source).count() > 0
    assert all(link.successor.campaign_id == copy.pk for link in links.select_related("successor"))


def test_nothing_signed_is_copied(source, copy_of, acting, manager, finance, today):
    from campaigns.services.signoff import signoff_request

    signoff_request(campaign=source, actor=acting(manager), kind="brief", signers=[finance], due_on=today)
    copy = copy_of(source)
    assert not SignOffRequest.objects.filter(campaign=copy).exists()
    assert not copy.snapshots.exists()
    assert not copy.waivers.exists()
    assert not PhaseChange.objects.filter(campaign=copy).exists()
    assert (copy.phase, copy.version) == (Phase.BRIEF, 1)


def test_a_paused_or_stopped_campaign_gives_a_fresh_one(source, copy_of):
    source.paused_at, source.pause_reason = timezone.now(), "Rupture"
    source.stopped_on, source.stop_reason = source.launch_on, "Crise"
    source.save()
    copy = copy_of(source)
    assert (copy.paused_at, copy.pause_reason, copy.stopped_on, copy.stop_reason) == (None, "", None, "")


def test_upper_apps_copy_theirs(source, copy_of, monkeypatch):
    seen = []
    port = ports.Port()
    port.register(lambda old, new, actor: seen.append((old.pk, new.reference, actor.user.name)))
    monkeypatch.setattr("campaigns.services.creation.copied", port)
    copy = copy_of(source)
    assert seen == [(source.pk, copy.reference, "Claire Vasseur")]


# The page --------------------------------------------------------------------------------------------


@pytest.fixture
def address(workspace):
    return lambda campaign: reverse("campaigns:duplicate", args=[workspace.slug, campaign.reference])


def test_the_page_proposes_a_year_later_and_says_what_is_copied(as_, manager, source, address):
    page = as_(manager).get(address(source)).content.decode()
    assert (source.launch_on + timedelta(weeks=52)).isoformat() in page
    assert "Rien de signé" in page
    assert "le budget prévu" not in page, "there is none yet"


def test_the_page_lists_what_the_other_apps_copy(as_, manager, source, address, kpi):
    source.budget.total = 125000
    source.budget.save()
    KpiTarget.objects.create(campaign=source, kpi=kpi, target=100)
    page = as_(manager).get(address(source)).content.decode().replace("\u202f", " ").replace("\xa0", " ")
    assert "le budget prévu de 125 000 €, en 0 ligne" in page
    assert "1 objectif KPI" in page


def test_a_double_click_copies_once(as_, manager, source, address):
    browser = as_(manager)
    page = browser.get(address(source)).content.decode()
    key = page.split('name="submission" value="')[1].split('"')[0]
    data = {
        "name": "La suite", "owner": manager.pk, "submission": key,
        "launch_on": (source.launch_on + timedelta(weeks=52)).isoformat(),
    }  # fmt: skip
    answers = [browser.post(address(source), data) for _click in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Campaign.objects.count() == 2


def test_a_copy_too_soon_warns_first(as_, manager, source, address, today):
    data = {
        "name": "La suite", "owner": manager.pk, "submission": "",
        "launch_on": (today + timedelta(days=3)).isoformat(),
    }  # fmt: skip
    browser = as_(manager)
    warned = browser.post(address(source), data)
    page = warned.content.decode()
    assert warned.status_code == 422
    assert "ouvrés pour préparer ce lancement" in page
    data["accepted"] = page.split('name="accepted" value="')[1].split('"')[0]
    assert browser.post(address(source), data).status_code == 303


def test_a_name_is_asked_for(as_, manager, source, address):
    response = as_(manager).post(address(source), {"name": "", "owner": manager.pk, "launch_on": ""})
    assert response.status_code == 422
    assert Campaign.objects.count() == 1
