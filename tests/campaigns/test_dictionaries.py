"""The workspace's dictionaries: read by contributors, changed by managers, never emptied of what serves."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.models import Audience, Brand, Channel, Format, Kpi, Stakeholder, Team
from campaigns.playbooks.dictionaries import CHANNELS, FORMATS, KPIS, TEAMS
from campaigns.services.dictionaries import dictionaries_seed
from core.models import AuditEvent, Membership, Role, User, Workspace

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def url_of(workspace, kind, action="dictionary", *args):
    return reverse(f"campaigns:{action}", args=[workspace.slug, kind, *args])


def entry_url(kind, entry, action="dictionary-entry"):
    return url_of(entry.workspace, kind, action, entry.pk)


@pytest.fixture
def lumen(workspace) -> Brand:
    return Brand.objects.create(workspace=workspace, name="Lumen")


# Reading


@pytest.mark.parametrize("kind", ["marques", "cibles", "equipes", "canaux", "kpi", "parties-prenantes"])
def test_an_empty_dictionary_teaches_and_offers_the_first_step(as_, manager, workspace, kind):
    page = as_(manager).get(url_of(workspace, kind))
    assert "Exemple" in page.text
    assert url_of(workspace, kind, "dictionary-add") in page.text


def test_a_contributor_reads_without_being_offered_to_change(as_, contributor, lumen):
    page = as_(contributor).get(url_of(lumen.workspace, "marques"))
    assert "Lumen" in page.text
    assert entry_url("marques", lumen) not in page.text
    assert url_of(lumen.workspace, "marques", "dictionary-add") not in page.text


def test_a_list_costs_the_same_for_few_entries_and_for_many(as_, manager, workspace):
    browser = as_(manager)
    for kind in ("equipes", "canaux", "kpi", "marques", "parties-prenantes"):
        _fill(workspace, 1)
        with CaptureQueriesContext(connection) as few:
            browser.get(url_of(workspace, kind))
        _fill(workspace, 15)
        with CaptureQueriesContext(connection) as many:
            browser.get(url_of(workspace, kind))
        assert len(few) == len(many), kind


def _fill(workspace: Workspace, count: int) -> None:
    start = Brand.objects.count()
    for number in range(start, start + count):
        key = f"n{number}"
        team = Team.objects.create(workspace=workspace, key=key, name=key)
        Channel.objects.create(workspace=workspace, key=key, name=key, team=team)
        Kpi.objects.create(workspace=workspace, key=key, name=key)
        Brand.objects.create(workspace=workspace, name=key)
        Stakeholder.objects.create(workspace=workspace, name=key, email=f"{key}@example.com")


def test_names_are_sorted_as_one_looks_them_up(as_, manager, workspace):
    for name in ("Zoé", "Événement", "eau", "Fard"):
        Brand.objects.create(workspace=workspace, name=name)
    page = as_(manager).get(url_of(workspace, "marques")).text
    assert re.findall(r"<strong>(Zoé|Événement|eau|Fard)</strong>", page) == [
        "eau",
        "Événement",
        "Fard",
        "Zoé",
    ]


# Adding


def test_a_manager_adds_a_brand_once_however_often_it_is_sent(as_, manager, workspace):
    browser, url = as_(manager), url_of(workspace, "marques", "dictionary-add")
    key = re.search(r'name="submission" value="([^"]+)"', browser.get(url).text)[1]
    for _again in range(2):
        response = browser.post(url, {"name": " Lumen   Homme ", "submission": key})
        assert (response.status_code, response["Location"]) == (303, url_of(workspace, "marques"))
    assert list(Brand.objects.values_list("name", flat=True)) == ["Lumen Homme"]
    assert AuditEvent.objects.get().verb == "created"


def test_with_htmx_the_new_line_comes_back_alone_with_room_for_the_next(as_, manager, workspace):
    url = url_of(workspace, "marques", "dictionary-add")
    row = as_(manager).post(url, {"name": "Lumen"}, headers=HTMX)
    assert row.status_code == 200
    assert "<html" not in row.text
    assert 'id="entry-new"' in row.text
    assert f'id="entry-{Brand.objects.get().pk}"' in row.text
    assert "toast" in row["HX-Trigger"]


@pytest.mark.parametrize(
    ("kind", "typed", "words"),
    [
        ("marques", {"name": ""}, "Donnez un nom."),
        ("marques", {"name": "LUMEN"}, "existe déjà"),
        ("parties-prenantes", {"name": "Paul", "email": "paul"}, "Cette adresse n’est pas complète."),
        (
            "kpi",
            {"name": "CPL", "aggregation": "ratio", "direction": "down"},
            "Un rapport divise deux mesures",
        ),
        ("equipes", {"name": "Agence", "kind": "lune"}, "lune"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(as_, manager, lumen, kind, typed, words):
    page = as_(manager).post(url_of(lumen.workspace, kind, "dictionary-add"), typed, headers=HTMX)
    assert page.status_code == 422
    assert words in page.text
    assert not AuditEvent.objects.exists()


def test_two_teams_of_nearly_one_name_get_two_keys(as_, manager, workspace):
    url = url_of(workspace, "equipes", "dictionary-add")
    for name in ("Création", "Creation"):
        as_(manager).post(url, {"name": name, "kind": "internal"})
    assert set(Team.objects.values_list("key", flat=True)) == {"creation", "creation-2"}


def test_a_team_gathers_its_members_and_the_trail_says_who(as_, manager, contributor, partner, agency):
    url = entry_url("equipes", agency)
    typed = {"name": "Agence Halo", "kind": "partner", "version": 1, "members": [contributor.pk, partner.pk]}
    assert as_(manager).post(url, typed).status_code == 303
    assert set(agency.members.all()) == {contributor, partner}
    assert AuditEvent.objects.get().changes["members"] == ["Noé Halo", "Hugo Marchand, Noé Halo"]


def test_a_team_cannot_take_in_somebody_of_another_workspace(as_, manager, stranger, agency):
    typed = {"name": "Agence Halo", "kind": "partner", "version": 1, "members": [stranger.pk]}
    page = as_(manager).post(entry_url("equipes", agency), typed)
    assert page.status_code == 422
    assert not agency.members.exists()


def test_a_format_of_a_channel_says_what_a_file_must_be(as_, manager, meta):
    browser, slug = as_(manager), meta.workspace.slug
    typed = {"name": "Reel 15 s", "width": "1080", "height": "1920", "duration_s": "15", "max_mb": "30,5"}
    browser.post(
        reverse("campaigns:format-add", args=[slug, meta.pk]), {**typed, "mime_types": ["video/mp4"]}
    )
    made = Format.objects.get(name="Reel 15 s")
    assert (made.channel, made.key, made.max_bytes, made.mime_types) == (
        meta,
        "reel-15-s",
        30_500_000,
        ["video/mp4"],
    )
    page = browser.get(reverse("campaigns:formats", args=[slug, meta.pk]))
    assert "1080 × 1920 px" in page.text
    form = browser.get(reverse("campaigns:format", args=[slug, meta.pk, made.pk]))
    assert 'value="30,5"' in form.text


def test_a_file_type_the_form_does_not_know_is_kept(as_, manager, meta):
    story = meta.formats.get()
    story.mime_types = ["image/png", "image/avif"]
    story.save()
    url = reverse("campaigns:format", args=[meta.workspace.slug, meta.pk, story.pk])
    as_(manager).post(url, {"name": story.name, "version": 1, "mime_types": ["image/jpeg"]})
    story.refresh_from_db()
    assert (story.mime_types, story.width) == (["image/jpeg", "image/avif"], 0)


def test_a_ratio_divides_two_sums_of_the_workspace(as_, manager, workspace, kpi):
    Kpi.objects.create(workspace=workspace, key="cost", name="Coût", unit="€")
    url = url_of(workspace, "kpi", "dictionary-add")
    typed = {"name": "CPL", "unit": "€", "aggregation": "ratio", "direction": "down", "factor": "1"}
    as_(manager).post(url, {**typed, "numerator_key": "cost", "denominator_key": "leads"})
    assert Kpi.objects.get(key="cpl").denominator_key == "leads"
    assert "Coût ÷ Leads" in as_(manager).get(url_of(workspace, "kpi")).text
    same = as_(manager).post(url, {**typed, "name": "X", "numerator_key": "cost", "denominator_key": "cost"})
    assert "vaut toujours 1" in same.text


def test_a_measure_that_a_ratio_divides_stays_a_sum(as_, manager, workspace, kpi):
    Kpi.objects.create(
        workspace=workspace,
        key="cpl",
        name="CPL",
        aggregation="ratio",
        numerator_key="x",
        denominator_key="leads",
    )
    typed = {"name": "Leads", "aggregation": "average", "direction": "up", "version": 1}
    page = as_(manager).post(entry_url("kpi", kpi), typed)
    assert page.status_code == 422
    assert "(CPL)" in page.text


def test_a_stand_in_is_somebody_else_of_the_same_workspace(as_, manager, finance, stranger):
    foreigner = Stakeholder.objects.create(workspace=stranger.workspace, name="X", email="x@example.com")
    typed = {"name": "Paul Tessier", "email": finance.email, "version": 1}
    for wrong in (finance, foreigner):
        page = as_(manager).post(entry_url("parties-prenantes", finance), {**typed, "stand_in": wrong.pk})
        assert page.status_code == 422
    sarah = Stakeholder.objects.create(workspace=finance.workspace, name="Sarah", email="sarah@example.com")
    as_(manager).post(entry_url("parties-prenantes", finance), {**typed, "stand_in": sarah.pk})
    finance.refresh_from_db()
    assert finance.stand_in == sarah


# Changing, setting aside


def test_the_second_of_two_managers_is_told_who_changed_what_and_keeps_the_text(as_, manager, admin, lumen):
    url = entry_url("marques", lumen)
    as_(admin).post(url, {"name": "Lumen Paris", "version": 1})
    page = as_(manager).post(url, {"name": "Lumen Beauté", "version": 1})
    assert page.status_code == 409
    assert "Inès Moreau a remplacé" in page.text
    assert 'value="Lumen Beauté"' in page.text
    version = re.search(r'name="version" value="(\d+)"', page.text)[1]
    as_(manager).post(url, {"name": "Lumen Beauté", "version": version})
    lumen.refresh_from_db()
    assert lumen.name == "Lumen Beauté"


def test_an_entry_set_aside_leaves_the_choices_and_keeps_its_place(as_, manager, campaign):
    browser, brand = as_(manager), campaign.brand
    for _again in range(2):
        browser.post(entry_url("marques", brand, "dictionary-state"), {"offered": "0"})
    brand.refresh_from_db()
    campaign.refresh_from_db()
    assert (brand.is_active, campaign.brand) == (False, brand)
    assert "1 entrée n’est plus proposée" in browser.get(url_of(brand.workspace, "marques")).text
    browser.post(entry_url("marques", brand, "dictionary-state"), {"offered": "1"})
    brand.refresh_from_db()
    assert brand.is_active
    assert list(AuditEvent.objects.order_by("id").values_list("verb", flat=True)) == [
        "set aside",
        "offered again",
    ]


def test_a_contributor_changes_nothing(as_, contributor, lumen):
    browser = as_(contributor)
    assert browser.post(entry_url("marques", lumen), {"name": "X", "version": 1}).status_code == 403
    assert browser.post(entry_url("marques", lumen, "dictionary-state"), {"offered": "0"}).status_code == 403


def test_an_entry_of_another_workspace_does_not_exist(as_, manager, stranger):
    theirs = Audience.objects.create(workspace=stranger.workspace, name="Ailleurs")
    url = url_of(manager.workspace, "cibles", "dictionary-entry", theirs.pk)
    assert as_(manager).get(url).status_code == 404
    assert as_(manager).post(url, {"name": "X", "version": 1}).status_code == 404


# Beginning


def test_a_new_workspace_gets_the_defaults_and_keeps_its_own_words(workspace):
    Team.objects.create(workspace=workspace, key="creation", name="Studio maison")
    dictionaries_seed(workspace)
    dictionaries_seed(workspace)
    assert Team.objects.filter(workspace=workspace).count() == len(TEAMS)
    assert Channel.objects.filter(workspace=workspace).count() == len(CHANNELS)
    assert Format.objects.filter(channel__workspace=workspace).count() == len(FORMATS)
    assert Kpi.objects.filter(workspace=workspace).count() == len(KPIS)
    assert Team.objects.get(workspace=workspace, key="creation").name == "Studio maison"


def test_every_default_format_can_be_edited_in_the_form(as_, manager, workspace):
    dictionaries_seed(workspace)
    browser = as_(manager)
    for entry in Format.objects.filter(channel__workspace=workspace).select_related("channel")[:40]:
        url = reverse("campaigns:format", args=[workspace.slug, entry.channel_id, entry.pk])
        assert browser.get(url, headers=HTMX).status_code == 200


def test_the_command_makes_a_workspace_and_prints_where_to_choose_a_password(client, db):
    out = StringIO()
    call_command(
        "create_workspace", "Atelier Sud", admin="lea@example.com", person="Léa Fontaine", stdout=out
    )
    member = Membership.objects.get()
    assert (member.role, member.user.name, member.workspace.slug) == (
        Role.ADMIN,
        "Léa Fontaine",
        "atelier-sud",
    )
    assert Kpi.objects.filter(workspace=member.workspace).exists()
    link = re.search(r"http\S+/reset/key/\S+", out.getvalue())[0]
    assert "Choisissez un mot de passe" in client.get(link, follow=True).text


def test_the_command_takes_somebody_who_has_an_account(stranger):
    out = StringIO()
    call_command("create_workspace", "Atelier Sud", admin=stranger.user.email, stdout=out)
    assert Membership.objects.filter(user=stranger.user).count() == 2
    assert "password" not in out.getvalue()


@pytest.mark.parametrize(
    "options", [{"admin": "lea"}, {"admin": "lea@example.com"}, {"admin": "lea@example.com", "person": " "}]
)
def test_the_command_says_what_it_lacks_and_makes_nothing(db, options):
    with pytest.raises(CommandError):
        call_command("create_workspace", "Atelier Sud", **options)
    assert not Workspace.objects.exists()
    assert not User.objects.exists()
