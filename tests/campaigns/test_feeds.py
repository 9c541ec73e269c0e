"""Calendars people subscribe to: what they hold, to whom they open, and what they never say."""

import re
from datetime import date, timedelta

import icalendar
import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from campaigns.models import CalendarRevision, FeedSubscription, SignOffRequest, Snapshot, Task
from campaigns.services.feeds import feed_open, feed_revoke
from campaigns.services.plan import task_create, task_delete, task_edit, task_status_set
from campaigns.services.waves import wave_edit
from tests.campaigns.plan_world import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept():
    cache.clear()


def read(token: str, **headers: str):
    cache.delete_many([f"feed-body:{pk}:" for pk in FeedSubscription.objects.values_list("pk", flat=True)])
    return Client().get(reverse("campaigns:feed", args=[token]), headers=headers)


def events(token: str) -> dict[str, icalendar.Event]:
    """{summary: event} of what an application reads."""
    response = read(token)
    assert response.status_code == 200
    return {str(event["SUMMARY"]): event for event in icalendar.Calendar.from_ical(response.content).events}


@pytest.fixture
def opened(acting, manager, plan):
    _feed, token = feed_open(
        actor=acting(manager), kind="campaign", name="Sérum", campaign=plan["Concept"].campaign
    )
    return token


def test_a_campaign_s_calendar_holds_its_tasks_milestones_and_windows(opened):
    found = events(opened)
    assert list(found) == ["Concept", "Tournage", "Montage", "Prêt", "En ligne : Teaser"]
    concept = found["Concept"]
    assert concept["DTSTART"].dt == MONDAY
    assert concept["DTEND"].dt == MONDAY + timedelta(days=3), "the day after the last, excluded"
    ready = found["Prêt"]
    assert ready["DTEND"].dt - ready["DTSTART"].dt == timedelta(days=1)
    window = found["En ligne : Teaser"]
    assert (window["DTSTART"].dt, window["DTEND"].dt) == (
        MONDAY + timedelta(days=28),
        MONDAY + timedelta(days=61),
    )


def test_the_text_keeps_the_rules_of_rfc_5545(opened, plan, manager, acting):
    hostile = (
        "Dire : « oui ; non, \\peut-être\\ »\nEND:VCALENDAR\r\nATTENDEE:mailto:x@example.com " + "é" * 90
    )
    Task.objects.filter(pk=plan["Concept"].pk).update(description=hostile, name="Prix, stock ; \\o/ €")
    body = read(opened).content
    assert body.startswith(b"BEGIN:VCALENDAR\r\n")
    assert body.endswith(b"END:VCALENDAR\r\n")
    assert body.replace(b"\r\n", b"").count(b"\n") == 0, "only CRLF ends a line"
    lines = body.split(b"\r\n")
    assert max(map(len, lines)) <= 75, "75 bytes a line, without its break (3.1)"
    assert all(line.decode("utf-8") is not None for line in lines), "no character is cut in two"
    unfolded = re.sub(r"\r\n[ \t]", "", body.decode())
    assert unfolded.count("\r\nEND:VCALENDAR") == 1
    assert "\r\nATTENDEE" not in unfolded
    assert r"SUMMARY:Prix\, stock \; \\o/ €" in unfolded
    event = events(opened)["Prix, stock ; \\o/ €"]
    assert (
        "« oui ; non, \\peut-être\\ »\nEND:VCALENDAR\nATTENDEE:mailto:x@example.com" in event["DESCRIPTION"]
    )
    for name in ("UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "LAST-MODIFIED", "STATUS"):
        assert unfolded.count(f"\r\n{name}") == unfolded.count("BEGIN:VEVENT"), name
    assert not re.search(r"DT(START|END);VALUE=DATE:\d{8}T", unfolded)
    assert "DTSTAMP:" in unfolded
    assert re.search(r"\r\nDTSTAMP:\d{8}T\d{6}Z\r\n", unfolded), "in UTC (3.8.7.2)"
    assert "VTIMEZONE" not in unfolded
    uids = re.findall(r"\r\nUID:(.+)\r\n", unfolded)
    assert len(set(uids)) == len(uids)


def test_a_sequence_rises_only_with_what_calendars_show(opened, plan, manager, acting):
    actor = acting(manager)

    def sequences():
        return {name: int(event["SEQUENCE"]) for name, event in events(opened).items()}

    def edit(name, **changes):
        task = Task.objects.get(pk=plan[name].pk)
        task_edit(task=task, actor=actor, expected_version=task.version, changes=changes)

    before = sequences()
    edit("Tournage", description="Au studio")
    edit("Montage", not_before=MONDAY)  # dates nothing anew
    assert sequences() == before

    uids = {name: str(event["UID"]) for name, event in events(opened).items()}
    edit("Tournage", duration_days=3)  # what comes after moves
    after = sequences()
    moved = {"Tournage", "Montage", "Prêt"}
    assert {name for name in after if after[name] == before[name] + 1} == moved
    assert {name for name in after if after[name] == before[name]} == after.keys() - moved
    assert {name: str(event["UID"]) for name, event in events(opened).items()} == uids

    task_status_set(task=Task.objects.get(pk=plan["Concept"].pk), actor=actor, status="done")
    assert sequences()["Concept"] == after["Concept"] + 1
    wave = plan["Concept"].campaign.waves.get()
    wave_edit(
        wave=wave, actor=actor, expected_version=wave.version, changes={"name": "Aube"},
        formats=[row.format for row in wave.placements.all()],
    )  # fmt: skip
    assert sequences()["En ligne : Aube"] == after["En ligne : Teaser"] + 1


def test_the_dates_of_a_revision_are_those_of_the_change(opened, plan, manager, acting):
    before = {name: event["LAST-MODIFIED"].dt for name, event in events(opened).items()}
    task = Task.objects.get(pk=plan["Montage"].pk)
    task_edit(task=task, actor=acting(manager), expected_version=task.version, changes={"duration_days": 5})
    after = {name: event["LAST-MODIFIED"].dt for name, event in events(opened).items()}
    stored = CalendarRevision.objects.get(key=f"task:{task.pk}").changed_at
    assert after["Montage"] == stored.replace(microsecond=0)
    assert after["Concept"] == before["Concept"]
    assert all(event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt for event in events(opened).values())


def test_what_is_deleted_disappears_and_its_name_is_never_used_again(opened, plan, manager, acting):
    gone = str(events(opened)["Prêt"]["UID"])
    task_delete(task=Task.objects.get(pk=plan["Prêt"].pk), actor=acting(manager))
    task_create(
        campaign=plan["Concept"].campaign, actor=acting(manager),
        values={"name": "Prêt", "kind": "milestone", "duration_days": 0},
    )  # fmt: skip
    assert str(events(opened)["Prêt"]["UID"]) != gone


def test_an_open_request_is_due_in_the_calendar_until_it_is_settled(opened, plan, campaign, manager):
    snapshot = Snapshot.objects.create(
        campaign=campaign, kind="plan", number=1, content="{}", sha256="0" * 64, author_name="Claire"
    )
    asked = SignOffRequest.objects.create(
        campaign=campaign,
        kind="plan",
        snapshot=snapshot,
        due_on=date(2027, 2, 12),
        requested_by_name="Claire",
    )
    found = events(opened)
    assert found["Réponse attendue : Planning"]["DTSTART"].dt == date(2027, 2, 12)
    SignOffRequest.objects.filter(pk=asked.pk).update(status="withdrawn")
    assert "Réponse attendue : Planning" not in events(opened)


def test_a_person_s_calendar_holds_their_tasks_and_says_the_campaign(plan, contributor, acting):
    Task.objects.filter(pk=plan["Montage"].pk).update(assignee=contributor)
    _feed, token = feed_open(actor=acting(contributor), kind="person", name="Moi")
    assert list(events(token)) == ["Montage · Lancement Sérum Aube"]


def test_a_team_s_calendar_holds_its_tasks_and_the_windows_they_lead_to(plan, creation, manager, acting):
    _feed, token = feed_open(actor=acting(manager), kind="team", name="Création", team=creation)
    assert {name.partition(" · ")[0] for name in events(token)} == {
        "Concept", "Tournage", "Prêt", "En ligne : Teaser",
    }  # fmt: skip


def test_a_partner_reads_only_what_their_teams_do(plan, campaign, partner, agency, creation, acting):
    _feed, token = feed_open(actor=acting(partner), kind="campaign", name="Agence", campaign=campaign)
    assert set(events(token)) == {"Montage", "En ligne : Teaser"}
    with pytest.raises(Exception, match="n’existe pas"):
        feed_open(actor=acting(partner), kind="team", name="Autre", team=creation)
    _feed, own = feed_open(actor=acting(partner), kind="team", name="Agence", team=agency)
    assert read(own).status_code == 200
    agency.team_members.all().delete()
    assert (read(own).status_code, read(token).status_code) == (404, 404)


def test_unknown_revoked_and_no_longer_allowed_are_one_answer(plan, campaign, manager, acting):
    actor = acting(manager)
    feed, token = feed_open(actor=actor, kind="campaign", name="A", campaign=campaign)
    _other, second = feed_open(actor=actor, kind="campaign", name="B", campaign=campaign)
    unknown = read("x" * 32)
    feed_revoke(actor=actor, feed=feed)
    revoked = read(token)
    assert read(second).status_code == 200, "closing one leaves the others"
    manager.is_active = False
    manager.save()
    left = read(second)
    manager.is_active = True
    manager.save()
    assert read(second).status_code == 200
    answers = {
        (each.status_code, each.content, tuple(sorted(each.headers.items())))
        for each in (unknown, revoked, left)
    }
    assert len(answers) == 1
    assert unknown.status_code == 404


def test_the_secret_is_kept_nowhere(plan, campaign, manager, acting):
    feed, token = feed_open(actor=acting(manager), kind="campaign", name="A", campaign=campaign)
    feed.refresh_from_db()
    assert token not in str(vars(feed))
    assert len(token) >= 32


def test_an_unchanged_calendar_is_not_sent_again(opened, plan, manager, acting):
    first = read(opened)
    assert first.headers["Cache-Control"].startswith("private")
    assert read(opened, **{"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert first.headers["Last-Modified"]
    # A date alone cannot tell that something was removed.
    assert read(opened, **{"If-Modified-Since": first.headers["Last-Modified"]}).status_code == 200
    task_delete(task=Task.objects.get(pk=plan["Prêt"].pk), actor=acting(manager))
    assert read(opened, **{"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_queries_do_not_grow_with_the_plan(
    opened, plan, campaign, creation, manager, acting, django_assert_max_num_queries
):
    for number in range(20):
        task_create(campaign=campaign, actor=acting(manager), values={"name": f"T{number}", "team": creation})
    with django_assert_max_num_queries(9):
        read(opened)


def test_the_page_shows_an_address_once_and_closes_it(plan, campaign, as_, manager):
    browser, url = as_(manager), reverse("campaigns:feeds", args=[campaign.workspace.slug])
    page = browser.get(f"{url}?campagne={campaign.reference}").content.decode()
    key = re.search(r'name="submission" value="([^"]+)"', page)[1]
    sent = {"kind": "campaign", "campaign": campaign.pk, "name": "Téléphone", "submission": key}
    answer = browser.post(url, sent)
    token = re.search(r"/agenda/([\w-]+)\.ics", answer.content.decode())[1]
    assert answer.headers["Cache-Control"] == "no-store"
    assert read(token).status_code == 200
    again = browser.post(url, sent, follow=True)
    assert "n’a été montrée qu’une fois" in again.content.decode()
    listed = browser.get(url).content.decode()
    assert token not in listed
    assert "Téléphone" in listed
    assert "lu il y a" in listed or "lu à l’instant" in listed or "lu aujourd’hui" in listed
    feed = FeedSubscription.objects.get()
    browser.post(reverse("campaigns:feed-revoke", args=[campaign.workspace.slug, feed.pk]))
    assert read(token).status_code == 404


def test_nobody_closes_another_s_address(plan, campaign, as_, manager, admin, acting):
    feed, token = feed_open(actor=acting(manager), kind="campaign", name="A", campaign=campaign)
    url = reverse("campaigns:feed-revoke", args=[campaign.workspace.slug, feed.pk])
    assert as_(admin).post(url).status_code == 404
    assert read(token).status_code == 200


@pytest.mark.parametrize("data", [{"kind": "team"}, {"kind": "campaign", "campaign": "9999"}, {"kind": "x"}])
def test_a_form_without_its_thing_says_so_and_opens_nothing(data, plan, campaign, as_, manager):
    url = reverse("campaigns:feeds", args=[campaign.workspace.slug])
    assert as_(manager).post(url, {"name": "A", **data}).status_code == 422
    assert not FeedSubscription.objects.exists()
