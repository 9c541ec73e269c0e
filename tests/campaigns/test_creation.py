"""A campaign is made from its type: waves, tasks counted back, references, warnings, one per click."""

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from campaigns import ports
from campaigns.models import Campaign, Dependency, Kpi, Phase, Placement, Task
from campaigns.playbooks import playbook
from campaigns.selectors.preparation import default_window, proposed_launch, workspace_calendar
from campaigns.services.creation import NewCampaign, campaign_create, next_reference
from core.models import AuditEvent

pytestmark = pytest.mark.django_db

TYPES = Campaign.Type.values


def words(response) -> str:
    """The page's text with plain spaces, whatever typography asks for."""
    return response.content.decode().replace("\u202f", " ").replace("\u00a0", " ").replace("&nbsp;", " ")


@pytest.fixture
def launch(workspace, today):
    """A launch that leaves a type time to be prepared."""
    return lambda kind: proposed_launch(kind, workspace_calendar(workspace), today)


@pytest.fixture
def make(acting, manager, launch):
    def create(kind="LANCEMENT", **fields):
        day = fields.pop("launch_on", None) or launch(kind)
        values = {"name": f"Essai {kind}", "owner": manager, "launch_on": day}
        values |= {"ends_on": default_window(kind, day), **fields}
        return campaign_create(actor=acting(manager), new=NewCampaign(type=kind, **values))

    return create


@pytest.mark.parametrize("kind", TYPES)
def test_each_type_gives_what_its_playbook_says(make, kind):
    campaign = make(kind)
    book = playbook(kind)
    assert campaign.phase == Phase.BRIEF
    assert re.fullmatch(rf"{campaign.launch_on.year}-[A-Z]{{3}}-01", campaign.reference)
    assert campaign.brief.strategy_label == ""
    assert [wave.name for wave in campaign.waves.all()] == [str(wave.name) for wave in book.waves]
    planned = {(wave.key, key) for wave in book.waves for _channel, keys in wave.channels for key in keys}
    assert Placement.objects.filter(wave__campaign=campaign).count() == len(planned)
    expected = len(book.tasks) + (len(book.period.tasks) if book.period else 0)
    assert campaign.tasks.count() == expected
    assert campaign.tasks.filter(kind=Task.Kind.MILESTONE).exists()
    assert Dependency.objects.filter(predecessor__campaign=campaign).exists()
    assert set(book.kpis) <= set(Kpi.objects.values_list("key", flat=True))


@pytest.mark.parametrize("kind", TYPES)
def test_each_type_is_dated_inside_its_window(make, kind):
    campaign = make(kind)
    assert campaign.prepares_on <= campaign.launch_on
    assert not campaign.tasks.filter(starts_on=None).exists()
    first = campaign.waves.order_by("number").first()
    assert first.goes_live_on == campaign.launch_on
    for wave in campaign.waves.exclude(ends_on=None):
        assert wave.goes_live_on <= wave.ends_on
        assert campaign.ends_on is None or wave.ends_on <= campaign.ends_on
    ready = campaign.tasks.filter(kind=Task.Kind.MILESTONE, phase="COORDINATION").order_by("ends_on").first()
    assert ready.ends_on < campaign.launch_on, "the green light comes before the launch"


def test_an_endless_campaign_keeps_its_last_wave_open_and_plans_its_first_period(make):
    campaign = make("ALWAYS_ON")
    assert campaign.ends_on is None
    assert campaign.waves.order_by("number").last().ends_on is None
    assert campaign.tasks.filter(name__contains="bilan de période").exists()


def test_an_event_places_its_waves_around_its_days(make, launch):
    day = launch("EVENEMENTIELLE")
    event = day + timedelta(days=40)
    campaign = make(
        "EVENEMENTIELLE", launch_on=day, ends_on=day + timedelta(days=55), place="Paris",
        event_on=event, event_ends_on=event + timedelta(days=1),
    )  # fmt: skip
    before, during, after = campaign.waves.order_by("number")
    assert before.ends_on == event - timedelta(days=1)
    assert (during.goes_live_on, during.ends_on) == (event, event + timedelta(days=1))
    assert after.goes_live_on == event + timedelta(days=2)


def test_the_workspace_keeps_its_own_names_and_what_it_set_aside(make, workspace, meta):
    meta.name, meta.is_active = "Meta maison", False
    meta.save()
    campaign = make("LANCEMENT")
    assert not Placement.objects.filter(wave__campaign=campaign, channel=meta).exists()
    assert workspace.channels.filter(key="meta").count() == 1


def test_references_count_by_year_and_type(make, launch):
    day = launch("LANCEMENT")
    later = date(day.year + 1, 6, 10)
    assert make(launch_on=day).reference == f"{day.year}-LAN-01"
    assert make(launch_on=day).reference == f"{day.year}-LAN-02"
    assert make("FLASH").reference.endswith("-FLA-01")
    assert make(launch_on=later).reference == f"{later.year}-LAN-01"


def test_a_reference_follows_the_highest_taken_one(make, campaign, manager):
    year = campaign.launch_on.year
    Campaign.objects.filter(pk=campaign.pk).update(reference=f"{year}-LAN-99")
    campaign.reference = ""
    assert next_reference(campaign) == f"{year}-LAN-100"
    Campaign.objects.filter(pk=campaign.pk).update(reference=f"{year}-LAN-100")
    assert next_reference(campaign) == f"{year}-LAN-101", "numbers are compared, not texts"


def test_dates_in_disorder_are_refused_and_nothing_is_left_behind(make, launch):
    day = launch("LANCEMENT")
    with pytest.raises(ValidationError):
        make(launch_on=day, ends_on=day - timedelta(days=1))
    assert not Campaign.objects.exists()


def test_upper_apps_fill_a_new_campaign_in_the_same_transaction(make, monkeypatch):
    seen = []

    def provider(campaign, actor):
        seen.append((campaign.waves.count(), actor.user.name))
        raise RuntimeError("an upper app fails")

    port = ports.Port()
    port.register(provider)
    monkeypatch.setattr("campaigns.services.creation.created", port)
    with pytest.raises(RuntimeError):
        make()
    assert seen == [(3, "Claire Vasseur")]
    assert not Campaign.objects.exists(), "the whole creation is taken back"


def test_the_trail_says_who_created_it(make):
    campaign = make()
    event = AuditEvent.objects.get(verb="campaign_created")
    assert (event.scope, event.actor_name) == (campaign.scope, "Claire Vasseur")


# The page --------------------------------------------------------------------------------------------


@pytest.fixture
def address(workspace):
    return lambda kind: f"{reverse('campaigns:create', args=[workspace.slug])}?type={kind}"


@pytest.fixture
def typed(manager, launch):
    """What a person types for a type, changed by keyword."""

    def values(kind="LANCEMENT", **changes):
        day = changes.pop("launch_on", None) or launch(kind)
        end = default_window(kind, day)
        base = {"name": "Sérum Aube", "owner": manager.pk, "sponsor": "", "accepted": ""}
        base |= {"launch_on": day.isoformat(), "ends_on": end.isoformat() if end else ""}
        return base | changes

    return values


def test_six_cards_say_what_each_type_is_known_for(as_, manager, workspace):
    page = as_(manager).get(reverse("campaigns:create", args=[workspace.slug])).content.decode()
    for words in ("4 à 8 semaines", "2 à 4 semaines", "1 à 7 jours", "8 à 12 semaines", "en continu"):
        assert words in page
    assert page.count("Choisir ce type") == 6


@pytest.mark.parametrize("kind", TYPES)
def test_the_form_of_each_type_creates_it(as_, manager, address, typed, kind):
    browser = as_(manager)
    assert browser.get(address(kind)).status_code == 200
    response = browser.post(address(kind), typed(kind))
    campaign = Campaign.objects.get()
    assert response.status_code == 303
    assert response["Location"].endswith(f"/campagnes/{campaign.reference}/")
    assert campaign.type == kind


def test_a_double_click_creates_one(as_, manager, address, typed):
    browser, data = as_(manager), typed()
    page = browser.get(address("LANCEMENT")).content.decode()
    data["submission"] = re.search(r'name="submission" value="([^"]+)"', page)[1]
    first, second = (browser.post(address("LANCEMENT"), data) for _click in range(2))
    assert first["Location"] == second["Location"]
    assert Campaign.objects.count() == 1


def test_a_key_that_served_makes_nothing_else_and_says_so(as_, manager, address, typed):
    browser, data = as_(manager), typed(name="Campagne Un")
    page = browser.get(address("LANCEMENT")).text
    data["submission"] = re.search(r'name="submission" value="([^"]+)"', page)[1]
    browser.post(address("LANCEMENT"), data)
    other = browser.post(address("LANCEMENT"), {**data, "name": "Campagne Deux"})
    assert other.status_code == 422
    assert "a déjà été envoyé avec d’autres valeurs" in other.text
    assert 'value="Campagne Deux"' in other.text
    assert "est créée" not in other.text.replace("Campagne Un\u202f» est créée", "")
    fresh = re.search(r'name="submission" value="([^"]+)"', other.text)[1]
    assert fresh != data["submission"]
    again = browser.post(address("LANCEMENT"), {**data, "name": "Campagne Deux", "submission": fresh})
    assert again.status_code == 303
    assert set(Campaign.objects.values_list("name", flat=True)) == {"Campagne Un", "Campagne Deux"}


def test_a_duration_outside_the_rule_warns_then_is_accepted(as_, manager, address, typed, launch):
    browser = as_(manager)
    day = launch("LANCEMENT")
    data = typed(launch_on=day, ends_on=(day + timedelta(days=9)).isoformat())
    warned = browser.post(address("LANCEMENT"), data)
    page = words(warned)
    assert warned.status_code == 422
    assert "celle-ci dure 10 jours" in page
    assert "n’ont pas le temps d’agir" in page, "it says why"
    assert "Créer quand même" in page
    assert not Campaign.objects.exists()
    assert "Sérum Aube" in page, "what was typed is kept"
    data["accepted"] = re.search(r'name="accepted" value="([^"]+)"', page)[1]
    assert browser.post(address("LANCEMENT"), data).status_code == 303
    assert Campaign.objects.count() == 1


def test_changing_the_dates_asks_again(as_, manager, address, typed, launch):
    browser = as_(manager)
    day = launch("LANCEMENT")
    data = typed(launch_on=day, ends_on=(day + timedelta(days=9)).isoformat())
    page = browser.post(address("LANCEMENT"), data).content.decode()
    data["accepted"] = re.search(r'name="accepted" value="([^"]+)"', page)[1]
    data["ends_on"] = (day + timedelta(days=12)).isoformat()
    again = browser.post(address("LANCEMENT"), data)
    assert again.status_code == 422
    assert "celle-ci dure 13 jours" in words(again)


def test_a_launch_too_soon_says_how_many_days_are_missing_and_which_date_fits(
    as_, manager, address, typed, today, workspace
):
    day = workspace_calendar(workspace).next_working_day(today + timedelta(days=7))
    page = as_(manager).post(address("LANCEMENT"), typed(launch_on=day))
    page = words(page)
    assert re.search(r"Il manque \d+ jours ouvrés", page)
    assert "Premier lancement qui laisse le temps" in page


def test_a_launch_too_soon_is_still_allowed_and_starts_today(make, today):
    campaign = make(launch_on=today + timedelta(days=10))
    assert campaign.prepares_on == today


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", "", "obligatoire"),
        ("launch_on", "2027-02-31", "n’existe pas. Dernier jour du mois : 28"),
        ("launch_on", "bientôt", "« bientôt » n’est pas une date"),
        ("launch_on", "2001-01-01", "Cette date est passée"),
        ("launch_on", "2999-01-01", "plus de trois ans"),
        ("ends_on", "", "obligatoire"),
        ("ends_on", "2026-01-01", "La fin tombe avant le lancement"),
        ("owner", "999999", "liste"),
        ("sponsor", "s999", "choix"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(
    as_, manager, address, typed, field, value, said
):
    data = typed(**{field: value}) if field != "launch_on" else typed() | {field: value}
    response = as_(manager).post(address("LANCEMENT"), data)
    page = words(response)
    assert response.status_code == 422
    assert said in page
    assert field == "name" or "Sérum Aube" in page
    assert not Campaign.objects.exists()


def test_an_event_outside_the_window_is_refused(as_, manager, address, typed, launch):
    day = launch("EVENEMENTIELLE")
    data = typed("EVENEMENTIELLE", launch_on=day, event_on=(day - timedelta(days=1)).isoformat())
    page = as_(manager).post(address("EVENEMENTIELLE"), data).content.decode()
    assert "entre le lancement et la fin" in page


def test_a_stakeholder_may_be_the_sponsor(as_, manager, finance, address, typed):
    as_(manager).post(address("LANCEMENT"), typed(sponsor=f"s{finance.pk}"))
    campaign = Campaign.objects.get()
    assert (campaign.sponsor_stakeholder, campaign.sponsor_member) == (finance, None)


def test_the_preview_follows_the_dates(as_, manager, address, launch):
    day = launch("FLASH")
    response = as_(manager).get(
        address("FLASH"),
        {"type": "FLASH", "launch_on": day.isoformat(), "ends_on": (day + timedelta(days=1)).isoformat()},
        headers={"HX-Request": "true"},
    )
    page = response.content.decode()
    assert 'id="preview"' in page
    assert "<html" not in page


def test_a_type_that_does_not_exist_is_said(as_, manager, address):
    assert "Ce type n’existe pas" in as_(manager).get(address("MAGIE")).content.decode()


@pytest.mark.parametrize("person", ["viewer", "contributor"])
def test_only_managers_create(as_, request, person, address):
    browser = as_(request.getfixturevalue(person))
    assert browser.get(address("FLASH")).status_code == 403
    assert browser.post(address("FLASH"), {}).status_code == 403


def test_today_is_never_written_down(make):
    """A campaign made now has been in BRIEF since now, whatever its dates."""
    assert make().phase_since.date() == timezone.now().date()
