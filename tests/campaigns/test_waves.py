"""Waves: their windows, channels and order; the page «Prêt à lancer» and the way later waves open."""

from datetime import timedelta

import pytest
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Format, Placement, SignOffRequest, Wave
from campaigns.services.lifecycle import campaign_advance
from campaigns.services.signoff import signoff_request
from campaigns.services.waves import WaveHeld, wave_delete, wave_edit, wave_move
from core.editing import EditConflict
from core.models import AuditEvent
from tests.campaigns.evidence import EVERYTHING, evidence

__all__ = ["evidence"]
pytestmark = pytest.mark.django_db


def words(response) -> str:
    return response.content.decode().replace("\u202f", " ").replace("\u00a0", " ")


@pytest.fixture
def go(campaign):
    def url(name, *more):
        return reverse(f"campaigns:{name}", args=[campaign.workspace.slug, campaign.reference, *more])

    return url


@pytest.fixture
def square(meta):
    return Format.objects.create(channel=meta, key="carre", name="Carré 1:1")


@pytest.fixture
def three(campaign):
    for number, name in ((2, "Révélation"), (3, "Relance")):
        campaign.waves.create(
            number=number, name=name, goes_live_on=campaign.launch_on, ends_on=campaign.ends_on
        )
    return campaign


def typed(wave, **changes):
    base = {
        "version": wave.version, "name": wave.name, "goes_live_on": wave.goes_live_on.isoformat(),
        "ends_on": wave.ends_on.isoformat(),
        "formats": list(wave.placements.values_list("format_id", flat=True)),
    }  # fmt: skip
    return {**base, **changes}


def test_a_contributor_edits_a_wave_and_its_formats(as_, contributor, campaign, square, go):
    wave = campaign.waves.get()
    data = typed(wave, name="Amorce", formats=[square.pk])
    assert as_(contributor).post(go("wave", 1), data).status_code == 303
    wave.refresh_from_db()
    assert wave.name == "Amorce"
    assert [row.format for row in wave.placements.all()] == [square]
    assert AuditEvent.objects.filter(verb="placements_changed", scope=campaign.scope).exists()


def test_tasks_fixed_on_a_wave_s_first_day_follow_it(campaign, acting, contributor):
    wave = campaign.waves.get()
    while wave.goes_live_on.weekday() > 2:
        wave.goes_live_on += timedelta(days=1)
    wave.save()
    task = campaign.tasks.create(name="Activer", wave=wave, pinned_on=wave.goes_live_on)
    free = campaign.tasks.create(name="Libre", wave=wave, pinned_on=wave.goes_live_on + timedelta(days=1))
    new = wave.goes_live_on + timedelta(days=2)
    wave_edit(
        wave=wave, actor=acting(contributor), expected_version=wave.version,
        changes={"goes_live_on": new}, formats=Format.objects.filter(placements__wave=wave),
    )  # fmt: skip
    task.refresh_from_db()
    free.refresh_from_db()
    assert task.pinned_on == task.starts_on == new
    assert free.pinned_on == new - timedelta(days=1)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"goes_live_on": "2001-01-01"}, "avant le lancement de la campagne"),
        ({"ends_on": "2034-01-01"}, "finit après la campagne"),
        ({"goes_live_on": "2034-01-01", "ends_on": "2034-02-01"}, "commence après la fin"),
        ({"ends_on": "2999-01-01"}, "2999 n’est pas plausible"),
        ({"ends_on": "2001-01-01"}, "tombe avant sa mise en ligne"),
        ({"name": ""}, "obligatoire"),
        ({"formats": ["999"]}, "choix"),
    ],
)
def test_a_window_outside_the_campaign_is_refused_beside_its_field(
    as_, contributor, campaign, go, changes, said
):
    wave = campaign.waves.get()
    response = as_(contributor).post(go("wave", 1), typed(wave, **changes))
    assert response.status_code == 422
    assert said in words(response)
    assert Wave.objects.get().version == wave.version


def test_adding_a_wave_puts_it_last_and_a_double_click_adds_one(as_, contributor, three, square, go):
    browser = as_(contributor)
    key = words(browser.get(go("wave-add"))).split('name="submission" value="')[1].split('"')[0]
    data = typed(three.waves.first(), name="Suite", formats=[square.pk], submission=key)
    answers = [browser.post(go("wave-add"), data).status_code for _click in range(2)]
    assert answers == [303, 303]
    added = three.waves.get(name="Suite")
    assert (added.number, added.placements.get().format) == (4, square)


def test_two_waves_of_a_campaign_never_share_a_name(as_, contributor, three, go):
    browser, first = as_(contributor), three.waves.get(number=1)
    answers = [
        browser.post(go("wave-add"), typed(first, name=" relance ")),
        browser.post(go("wave", 1), typed(first, name="Relance")),
    ]
    for answer in answers:
        assert answer.status_code == 422
        assert "aria-invalid" in (page := words(answer))
        assert "s’appelle déjà" in page
    assert sorted(three.waves.values_list("name", flat=True)) == ["Relance", "Révélation", "Teaser"]
    assert browser.post(go("wave", 1), typed(first, name="teaser")).status_code == 303


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("approved", "La validation du planning devient périmée"),
        ("open", "annule la demande"),
        ("voided", None),
    ],
)
def test_the_form_says_before_that_it_voids_the_plan(
    as_, contributor, manager, campaign, evidence, acting, finance, go, status, said
):
    SignOffRequest.objects.filter(campaign=campaign).delete()
    request = signoff_request(
        campaign=campaign, actor=acting(manager), kind="plan", signers=[finance],
        due_on=campaign.launch_on,
    )  # fmt: skip
    SignOffRequest.objects.filter(pk=request.pk).update(status=status)
    for page in (go("wave", 1), go("wave-add")):
        shown = words(as_(contributor).get(page))
        assert said in shown if said else "validation du planning" not in shown


def test_a_wave_added_outside_the_window_says_why_and_can_be_sent_again(as_, contributor, campaign, go):
    browser = as_(contributor)
    page = words(browser.get(go("wave-add")))
    key = page.split('name="submission" value="')[1].split('"')[0]
    data = typed(campaign.waves.get(), name="Trop tard", submission=key, ends_on="2034-01-01")
    assert browser.post(go("wave-add"), data).status_code == 422
    data["ends_on"] = campaign.ends_on.isoformat()
    assert browser.post(go("wave-add"), data).status_code == 303
    assert campaign.waves.filter(name="Trop tard").exists()


def test_order_is_the_rank_asked_for(as_, contributor, three, go):
    browser = as_(contributor)
    browser.post(go("wave-move", 3), {"to": "1"})
    assert list(three.waves.order_by("number").values_list("name", "number")) == [
        ("Relance", 1), ("Teaser", 2), ("Révélation", 3),
    ]  # fmt: skip
    for bent in ("", "haut", "-4", "99999"):
        assert browser.post(go("wave-move", 1), {"to": bent}).status_code == 303
    assert sorted(three.waves.values_list("number", flat=True)) == [1, 2, 3]


def test_moving_twice_to_the_same_rank_moves_once(three, acting, contributor):
    wave = three.waves.get(number=3)
    for _click in range(2):
        wave_move(wave=wave, actor=acting(contributor), number=2)
    assert three.waves.get(name="Relance").number == 2
    assert AuditEvent.objects.filter(verb="waves_reordered").count() == 1


def test_deleting_a_wave_closes_the_ranks(as_, contributor, three, go):
    browser = as_(contributor)
    assert "Supprimer la vague « Révélation »" in words(browser.get(go("wave-delete", 2)))
    assert browser.post(go("wave-delete", 2)).status_code == 303
    assert list(three.waves.order_by("number").values_list("name", "number")) == [
        ("Teaser", 1), ("Relance", 2),
    ]  # fmt: skip


def test_the_only_wave_and_an_open_one_stay(campaign, three, acting, contributor):
    opened = three.waves.get(number=2)
    Wave.objects.filter(pk=opened.pk).update(opened_at=timezone.now())
    with pytest.raises(WaveHeld, match="déjà ouverte"):
        wave_delete(wave=opened, actor=acting(contributor))
    Wave.objects.exclude(pk=opened.pk).delete()
    Wave.objects.update(opened_at=None)
    with pytest.raises(WaveHeld, match="au moins une vague"):
        wave_delete(wave=opened, actor=acting(contributor))


def test_a_wave_that_holds_assets_says_so(three, acting, contributor, monkeypatch):
    def held(self, *args, **kwargs):
        raise ProtectedError("assets", set())

    monkeypatch.setattr(Wave, "delete", held)
    with pytest.raises(WaveHeld, match="assets"):
        wave_delete(wave=three.waves.get(number=2), actor=acting(contributor))
    assert not AuditEvent.objects.filter(verb="deleted").exists(), "nothing half-written"


def test_two_editors_of_a_wave(campaign, acting, manager, contributor):
    wave = campaign.waves.get()
    formats = Format.objects.filter(placements__wave=wave)
    seen = wave.version
    other = Wave.objects.get(pk=wave.pk)
    wave_edit(
        wave=other, actor=acting(manager), expected_version=seen, changes={"name": "A"}, formats=formats
    )
    with pytest.raises(EditConflict):
        wave_edit(
            wave=wave, actor=acting(contributor), expected_version=seen, changes={"name": "B"}, formats=[]
        )
    assert Placement.objects.filter(wave=wave).exists(), "the refused edit touched no placement"


def test_a_conflict_is_shown_with_the_typed_text(as_, manager, contributor, campaign, go):
    data = typed(campaign.waves.get(), name="Le mien")
    as_(manager).post(go("wave", 1), typed(campaign.waves.get(), name="Le sien"))
    response = as_(contributor).post(go("wave", 1), data)
    assert response.status_code == 409
    assert "Le mien" in words(response)
    assert "Claire Vasseur a remplacé" in words(response)


def test_a_format_set_aside_stays_while_the_wave_uses_it(as_, contributor, campaign, meta, go):
    Format.objects.filter(channel=meta).update(is_active=False)
    page = words(as_(contributor).get(go("wave", 1)))
    assert "Story 9:16" in page


def test_readers_see_waves_and_may_not_touch_them(as_, viewer, three, go):
    browser = as_(viewer)
    page = words(browser.get(go("waves")))
    assert "Révélation" in page
    assert "Ajouter une vague" not in page
    for name in ("wave", "wave-delete"):
        assert browser.get(go(name, 1)).status_code == 403


# Prêt à lancer ----------------------------------------------------------------------------------------


@pytest.fixture
def live(three, acting, manager, evidence):
    evidence.hold(*EVERYTHING)
    while three.phase != "EXECUTION":
        campaign_advance(campaign=three, actor=acting(manager), expected_phase=three.phase)
    return three


def test_each_wave_has_its_own_criteria(as_, viewer, live, evidence, go):
    evidence.waves["assets_approved"] = {1, 2}
    context = as_(viewer).get(go("launch")).context
    assert len(context["common"]) == 3
    assert [len(gate.items) for gate in context["gates"]] == [3, 3, 3]
    assert [gate.held for gate in context["gates"]] == [6, 6, 5]


def test_opening_a_later_wave_from_the_page(as_, manager, live, evidence, go):
    evidence.waves["teams_briefed"] = {1, 2}
    browser = as_(manager)
    page = words(browser.get(go("launch")))
    assert "Équipes briefées : Il manque teams_briefed." in page
    refused = browser.post(go("wave-open", 3), follow=True)
    assert "Le passage est fermé." in words(refused)
    assert browser.post(go("wave-open", 2)).status_code == 303
    assert live.waves.get(number=2).opened_at
    assert live.waves.get(number=3).opened_at is None
    assert "déjà ouverte" in words(browser.post(go("wave-open", 2), follow=True))


def test_before_the_launch_the_first_wave_opens_with_the_phase(as_, manager, viewer, three, evidence, go):
    gates = as_(manager).get(go("launch")).context["gates"]
    assert [gate.opens for gate in gates] == ["advance", "wave", "wave"]
    assert "la campagne n’en est pas là" in gates[0].why
    assert "d’abord" in gates[1].why
    readers = as_(viewer).get(go("launch")).context["gates"]
    assert "Seul un responsable" in readers[0].why


@pytest.mark.parametrize("key", ["9" * 400, "99999999999999999999", "zz", "-1"])
def test_a_format_no_database_can_hold_is_told_beside_the_field(as_, contributor, campaign, go, key):
    data = typed(campaign.waves.get(), name="Amorce", formats=[key])
    response = as_(contributor).post(go("wave", 1), data)
    assert response.status_code == 422
    assert response.context["form"].errors["formats"]
    assert 'value="Amorce"' in words(response), "nothing typed is lost"


def test_a_rank_beyond_reason_moves_nothing(as_, contributor, three, go):
    assert as_(contributor).post(go("wave-move", 1), {"to": "9" * 5000}).status_code == 303
    assert [wave.name for wave in three.waves.order_by("number")] == ["Teaser", "Révélation", "Relance"]


def test_a_wave_deleted_meanwhile_gives_the_text_back(as_, acting, contributor, manager, three, go):
    wave = three.waves.get(number=2)
    data = typed(wave, name="Mon nouveau nom") | {"wave": wave.pk}
    wave_delete(wave=wave, actor=acting(manager))
    answer = as_(contributor).post(go("wave", 2), data)
    assert answer.status_code == 409
    assert "Claire Vasseur a supprimé « Révélation »" in words(answer)
    assert "Mon nouveau nom</textarea>" in answer.text
    assert not three.waves.filter(name="Mon nouveau nom").exists()  # not on the wave that took its number
    assert as_(contributor).post(go("wave-delete", 2), {"wave": wave.pk}).status_code == 303
    assert three.waves.count() == 2


def test_a_form_follows_its_wave_when_numbers_closed_ranks(as_, acting, contributor, manager, three, go):
    first, last = three.waves.get(number=2), three.waves.get(number=3)
    data = typed(last, name="Rappel") | {"wave": last.pk}
    wave_delete(wave=first, actor=acting(manager))
    assert as_(contributor).post(go("wave", 3), data).status_code == 303
    assert three.waves.get(number=2).name == "Rappel"


def test_what_was_asked_about_a_deleted_wave_is_withdrawn(campaign, acting, manager, finance):
    gone = campaign.waves.create(
        number=2, name="Relance", goes_live_on=campaign.launch_on, ends_on=campaign.ends_on
    )
    asked = signoff_request(
        campaign=campaign, actor=acting(manager), kind=f"assets-{gone.pk}", signers=[finance],
        due_on=campaign.launch_on,
    )  # fmt: skip
    wave_delete(wave=gone, actor=acting(manager))
    asked.refresh_from_db()
    assert asked.status == "withdrawn"
