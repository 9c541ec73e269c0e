"""Templates: a campaign kept, edited, and what a new campaign makes of it."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Dependency, Format, PlanTemplate, Task
from campaigns.playbooks import PLAYBOOKS
from campaigns.services.creation import NewCampaign, campaign_create
from campaigns.services.plan import plan_reschedule
from campaigns.services.plan_templates import (
    template_edit,
    template_from_campaign,
    template_from_playbook,
    template_offer,
)
from tests.campaigns.plan_world import MONDAY

pytestmark = pytest.mark.django_db
#: Whole weeks: no holiday falls in the weeks before either launch.
LATER = timedelta(weeks=3)


@pytest.fixture
def source(plan, campaign, creation):
    """The plan of four tasks, with every kind of hold: pinned on the wave, pinned beside the launch, not
    before a day, a lag, another type of link."""
    wave = campaign.waves.get()
    Dependency.objects.filter(successor=plan["Montage"]).update(type="SS", lag_days=2)
    Task.objects.filter(pk=plan["Montage"].pk).update(not_before=MONDAY + timedelta(days=9))
    Task.objects.filter(pk=plan["Prêt"].pk).update(
        wave=wave, pinned_on=campaign.launch_on - timedelta(days=4)
    )
    Task.objects.create(
        campaign=campaign, position=5, name="Activer", phase="EXECUTION", wave=wave, team=creation,
        pinned_on=wave.goes_live_on, description="À l’heure dite",
    )  # fmt: skip
    plan_reschedule(campaign=campaign)
    return campaign


@pytest.fixture
def created(manager, acting):
    def make(template, campaign, moved=LATER):
        new = NewCampaign(
            type=campaign.type, name="Suite", owner=manager, launch_on=campaign.launch_on + moved,
            ends_on=campaign.ends_on + moved, template=template,
        )  # fmt: skip
        return campaign_create(actor=acting(manager), new=new)

    return make


def plan_of(campaign, moved=timedelta()):
    """All that a plan says, with its days moved back."""

    def back(day):
        return day - moved if day else None

    tasks = [
        (
            t.name, t.kind, t.phase, t.duration_days, t.team_id, t.wave.name if t.wave else "", t.description,
            back(t.starts_on), back(t.ends_on), back(t.pinned_on), back(t.not_before),
        )
        for t in campaign.tasks.select_related("wave").order_by("position")
    ]  # fmt: skip
    links = sorted(
        Dependency.objects.filter(successor__campaign=campaign).values_list(
            "predecessor__name", "successor__name", "type", "lag_days"
        )
    )
    waves = [
        (w.name, back(w.goes_live_on), back(w.ends_on), sorted(map(str, w.placements.all())))
        for w in campaign.waves.order_by("number")
    ]
    return tasks, links, waves, back(campaign.prepares_on)


def test_a_new_campaign_has_the_same_plan_moved(source, manager, acting, created):
    template = template_from_campaign(campaign=source, actor=acting(manager), name="Sérum")
    assert plan_of(created(template, source), LATER) == plan_of(source)


def test_a_format_of_the_workspace_is_kept(source, manager, acting, created, meta):
    own = Format.objects.create(channel=meta, key="sur-mesure", name="Sur mesure")
    source.waves.get().placements.create(channel=meta, format=own)
    template = template_from_campaign(campaign=source, actor=acting(manager), name="Sérum")
    assert created(template, source).waves.get().placements.filter(format=own).exists()


def test_the_time_really_taken_is_a_choice(source, plan, manager, acting):
    done = timezone.make_aware(datetime(2027, 2, 8, 18, 0))  # six working days from its start
    Task.objects.filter(pk=plan["Concept"].pk).update(status="done", status_since=done)
    actor = acting(manager)

    def duration(actual, name):
        made = template_from_campaign(campaign=source, actor=actor, name=name, actual=actual)
        return {row["name"]: row["duration"] for row in made.body["tasks"]}

    assert duration(False, "A")["Concept"] == 3
    assert duration(True, "B")["Concept"] == 6
    assert duration(True, "C")["Montage"] == 4, "not done: as planned"


@pytest.mark.parametrize("book", PLAYBOOKS, ids=lambda book: book.type.value)
def test_a_playbook_adapted_makes_what_the_playbook_makes(book, manager, acting, clock):
    clock(date(2027, 1, 4))
    actor = acting(manager)
    template = template_from_playbook(campaign_type=book.type.value, actor=actor)
    launch = date(2027, 9, 7)
    end = None if book.open_ended else launch + timedelta(days=book.default_duration_days - 1)
    made = [
        campaign_create(
            actor=actor,
            new=NewCampaign(book.type.value, f"N{number}", manager, launch, end, template=each),
        )
        for number, each in enumerate((None, template))
    ]
    assert plan_of(made[0]) == plan_of(made[1])


def test_names_are_taken_once(source, manager, acting):
    actor = acting(manager)
    template_from_campaign(campaign=source, actor=actor, name="Sérum")
    with pytest.raises(ValidationError, match="déjà ce nom"):
        template_from_campaign(campaign=source, actor=actor, name="sérum")
    first = template_from_playbook(campaign_type="FLASH", actor=actor)
    assert template_from_playbook(campaign_type="FLASH", actor=actor).name == f"{first.name} (2)"


def test_a_circle_is_refused_and_named(source, manager, acting):
    actor = acting(manager)
    template = template_from_campaign(campaign=source, actor=actor, name="Sérum")
    tasks = template.body["tasks"]
    tasks[0]["after"] = [[tasks[1]["key"], "FS", 0]]
    with pytest.raises(ValidationError, match=r"en rond.*Concept"):
        template_edit(template=template, actor=actor, expected_version=1, name="Sérum", tasks=tasks)


class TestPages:
    def form(self, page):
        """What a browser would send back."""
        formset = page.context["formset"]
        sent = {"name": page.context["name"], "version": page.context["version"]}
        for form in (formset.management_form, *formset.forms):
            for field in form:
                value = field.value()
                sent[field.html_name] = "" if value is None else value
        return {key: value for key, value in sent.items() if not key.endswith("DELETE")}

    @pytest.fixture
    def template(self, source, manager, acting):
        return template_from_campaign(campaign=source, actor=acting(manager), name="Sérum")

    @pytest.fixture
    def url(self, template):
        return reverse("campaigns:plan-template", args=[template.workspace.slug, template.pk])

    def test_sent_back_as_it_is_it_changes_nothing(self, template, url, as_, manager):
        browser = as_(manager)
        assert browser.post(url, self.form(browser.get(url))).status_code == 303
        before = template.body
        template.refresh_from_db()
        assert (template.body, template.version) == (before, 1)

    def test_a_task_is_changed_another_removed_a_third_added(self, template, url, as_, manager):
        browser = as_(manager)
        sent = self.form(browser.get(url))
        sent |= {"taches-0-duration": "7", "taches-1-DELETE": "on", "taches-5-name": "Casting",
                 "taches-5-after": "1FD+2 j", "taches-5-duration": "2"}  # fmt: skip
        assert browser.post(url, sent).status_code == 303
        template.refresh_from_db()
        tasks = {row["name"]: row for row in template.body["tasks"]}
        assert list(tasks) == ["Concept", "Montage", "Prêt", "Activer", "Casting"]
        assert tasks["Concept"]["duration"] == 7
        assert tasks["Montage"]["after"] == [], "its link went with the task"
        assert tasks["Casting"]["after"] == [[tasks["Concept"]["key"], "FS", 2]]
        assert tasks["Activer"]["anchor"] == "wave_start", "what the page does not show is kept"

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"taches-0-after": "99"}, "n’est pas dans ce modèle"),
            ({"taches-0-after": "1XX"}, "n’est pas une liste de tâches"),
            ({"taches-0-after": "1"}, "dépendre d’elle-même"),
            ({"taches-0-after": "2"}, "en rond"),
            ({"taches-0-duration": "0"}, "au moins un jour"),
            ({"version": "0"}, "a changé pendant"),
            ({"name": " "}, "Donnez un nom"),
        ],
    )
    def test_what_is_wrong_is_said_and_kept_on_the_page(self, change, said, template, url, as_, manager):
        browser = as_(manager)
        answer = browser.post(url, {**self.form(browser.get(url)), **change})
        assert answer.status_code == 422
        assert said in answer.content.decode()
        template.refresh_from_db()
        assert template.version == 1

    def test_kept_from_a_campaign_and_offered_at_creation(self, source, as_, manager):
        browser, place = as_(manager), [source.workspace.slug]
        keep = reverse("campaigns:plan-template-keep", args=[*place, source.reference])
        assert browser.post(keep, {"name": "D’après Aube", "actual": ""}).status_code == 303
        template = PlanTemplate.objects.get()
        create = reverse("campaigns:create", args=place)
        assert "D’après Aube" in browser.get(create).content.decode()
        form = browser.get(f"{create}?type={source.type}&modele={template.pk}").context["form"]
        sent = {
            "name": "Suite", "launch_on": "2027-06-01", "ends_on": "2027-07-03", "owner": manager.pk,
            "accepted": "", "submission": form.initial["submission"], "sponsor": "",
        }  # fmt: skip
        answer = browser.post(f"{create}?type={source.type}&modele={template.pk}", sent, follow=True)
        made = answer.context["campaign"]
        assert list(made.tasks.order_by("position").values_list("name", flat=True)) == [
            "Concept", "Tournage", "Montage", "Prêt", "Activer",
        ]  # fmt: skip

    def test_set_aside_it_is_no_longer_offered(self, template, as_, manager, acting):
        browser, place = as_(manager), [template.workspace.slug]
        browser.post(reverse("campaigns:plan-template-offer", args=[*place, template.pk]), {"etat": "aside"})
        assert "Sérum</a>" not in browser.get(reverse("campaigns:create", args=place)).content.decode()
        assert "de côté" in browser.get(reverse("campaigns:plan-templates", args=place)).content.decode()
        template_offer(template=template, actor=acting(manager), offered=True)
        assert "Sérum</a>" in browser.get(reverse("campaigns:create", args=place)).content.decode()
