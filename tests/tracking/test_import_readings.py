"""A big file is read by a worker, once for each set of answers; whatever happens to it ends in words."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from campaigns.models import Kpi
from core.models import OutboxMessage
from core.tasks import outbox_do_work, outbox_sweep
from tests.tracking.conftest import at, counted, csv, days_ago, text
from tracking.models import Import, Reading
from tracking.services import readings
from tracking.services.imports import import_answer, import_apply, import_upload
from tracking.services.readings import reading_ensure, reading_make

pytestmark = pytest.mark.django_db
HEAD = "Jour;Campagne;Clics"


@pytest.fixture
def browser(as_, contributor):
    return as_(contributor)


@pytest.fixture(autouse=True)
def same_connection(monkeypatch):
    """A worker begins by closing connections that wore out; the test's own is needed until its end."""
    monkeypatch.setattr("core.tasks.close_old_connections", lambda: None)


@pytest.fixture
def big(monkeypatch):
    """Files of these tests count as too big for a request."""
    monkeypatch.setattr(readings, "SMALL_TEXT", 10)


@pytest.fixture
def reads(monkeypatch) -> list[str]:
    """The files that the engine read."""
    seen: list[str] = []
    real = readings.read

    def read(origin, **options):
        seen.append(options["filename"])
        return real(origin, **options)

    monkeypatch.setattr(readings, "read", read)
    return seen


def lines(count: int = 3, name: str = "export.csv"):
    return csv(HEAD, *(f"{days_ago(ago + 1)};Aube;{ago + 1}" for ago in range(count)), name=name)


def upload(browser, source, file):
    response = browser.post(at("imports", source.campaign), {"source": source.pk, "file": file})
    assert response.status_code == 303
    return response.url


def work() -> None:
    """What a worker does when it is woken for everything that waits."""
    for message in OutboxMessage.objects.filter(kind="work"):
        outbox_do_work(message.pk)


def break_engine(monkeypatch, error: BaseException) -> None:
    def read(*_args, **_options):
        raise error

    monkeypatch.setattr(readings, "read", read)


def test_a_small_file_is_read_at_once_and_not_again(browser, table, kpis, reads):
    url = upload(browser, table, lines())
    for _look in range(3):
        assert "3 lignes prêtes" in text(browser.get(url))
    browser.post(at("import-apply", table.campaign, Import.objects.get().pk))
    assert counted(table, "clicks") == 6
    assert reads == ["export.csv"]
    assert not OutboxMessage.objects.filter(kind="work").exists()
    assert not Reading.objects.exists()  # nothing needs it any more


def test_a_big_file_waits_for_a_worker_then_shows_its_preview(browser, table, kpis, big, reads):
    url = upload(browser, table, lines())
    waiting = browser.get(url)
    assert "Le fichier attend son tour" in text(waiting)
    assert "<progress" in waiting.text
    assert f'hx-get="{url}"' in waiting.text
    assert reads == []
    part = browser.get(url, headers={"HX-Request": "true"})
    assert "<html" not in part.text
    work()
    assert browser.get(url, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    assert "3 lignes prêtes" in text(browser.get(url))
    browser.post(at("import-apply", table.campaign, Import.objects.get().pk))
    assert counted(table, "clicks") == 6
    assert reads == ["export.csv"]


def test_progress_is_said_while_a_worker_reads(browser, table, kpis, big):
    url = upload(browser, table, lines())
    Reading.objects.update(status="working", progress=42)
    page = browser.get(url)
    assert "42 % lus" in text(page)
    assert 'value="42"' in page.text


def test_a_worker_tells_how_far_it_is_and_that_it_lives(table, kpis, hugo, big, monkeypatch):
    monkeypatch.setattr(readings, "TICK_SECONDS", 0)
    record = import_upload(source=table, upload=lines(300), actor=hugo)
    reading = reading_ensure(record=record)
    seen = []
    reading_make(reading.pk, beat=lambda: seen.append(Reading.objects.get().progress))
    assert seen == sorted(seen)
    assert seen[-1] > 90
    assert Reading.objects.get().status == Reading.Status.READY


def test_a_reading_stops_when_its_file_is_given_up(browser, table, kpis, big, monkeypatch):
    monkeypatch.setattr(readings, "TICK_SECONDS", 0)
    upload(browser, table, lines(300))
    record = Import.objects.get()
    beats = []

    def give_up() -> None:
        beats.append(browser.post(at("import-discard", table.campaign, record.pk)))

    reading_make(Reading.objects.get().pk, beat=give_up)
    assert len(beats) == 1
    assert not Reading.objects.exists()


def test_nothing_is_imported_before_it_is_read(browser, table, kpis, big):
    upload(browser, table, lines())
    page = browser.post(at("import-apply", table.campaign, Import.objects.get().pk), follow=True)
    assert "n’est pas encore lu" in text(page)
    assert counted(table, "clicks") == 0


def test_the_task_run_twice_reads_once(browser, table, kpis, big, reads):
    upload(browser, table, lines())
    work()
    work()
    reading_make(Reading.objects.get().pk)
    assert reads == ["export.csv"]


def test_a_lost_wake_up_is_swept(browser, table, kpis, big, monkeypatch):
    url = upload(browser, table, lines())
    OutboxMessage.objects.update(due_at=timezone.now() - timedelta(seconds=30))
    monkeypatch.setattr("core.outbox.wake", lambda pk, kind: outbox_do_work(pk))
    outbox_sweep()
    assert "3 lignes prêtes" in text(browser.get(url))


def test_a_killed_worker_is_followed_by_another(browser, table, kpis, big, reads, monkeypatch):
    url = upload(browser, table, lines())
    OutboxMessage.objects.update(
        status="sending", attempts=1, lease_until=timezone.now() + timedelta(seconds=60)
    )
    Reading.objects.update(status="working", progress=60)
    monkeypatch.setattr("core.outbox.wake", lambda pk, kind: outbox_do_work(pk))
    outbox_sweep()
    assert reads == []  # the worker may still be alive
    OutboxMessage.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    outbox_sweep()
    assert "3 lignes prêtes" in text(browser.get(url))


def test_a_file_that_kills_its_worker_each_time_ends_in_words(browser, table, kpis, big, reads):
    url = upload(browser, table, lines())
    OutboxMessage.objects.update(
        status="sending", attempts=readings.MOST_ATTEMPTS, lease_until=timezone.now() - timedelta(seconds=1)
    )
    Reading.objects.update(status="working")
    work()
    assert "Ce fichier n’a pas pu être lu" in text(browser.get(url))
    assert reads == []


def test_a_failure_ends_in_words_and_is_tried_again_on_demand(browser, table, kpis, big, monkeypatch):
    url = upload(browser, table, lines())
    with monkeypatch.context() as patched:
        break_engine(patched, RuntimeError("secret"))
        work()
    page = browser.get(url)
    assert "Ce fichier n’a pas pu être lu" in text(page)
    assert "secret" not in page.text
    assert "hx-get" not in page.text.split('id="reading-status"')[1].split("</form>")[0]
    listed = text(browser.get(at("imports", table.campaign)))
    assert "Illisible" in listed
    browser.post(at("import-again", table.campaign, Import.objects.get().pk))
    assert "Le fichier attend son tour" in text(browser.get(url))
    work()
    assert "3 lignes prêtes" in text(browser.get(url))


def test_a_failure_in_the_request_is_words_too(browser, table, kpis, monkeypatch):
    break_engine(monkeypatch, RuntimeError())
    url = upload(browser, table, lines())
    assert "Ce fichier n’a pas pu être lu" in text(browser.get(url))


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (RuntimeError("secret"), "Ce fichier n’a pas pu être lu"),
        (FileNotFoundError(), "n’est plus sur le serveur"),
    ],
    ids=["unforeseen", "gone"],
)
def test_a_failure_while_looking_is_words_and_nothing_is_written(
    browser, table, kpis, monkeypatch, error, words
):
    url = upload(browser, table, lines())
    Reading.objects.all().delete()
    with monkeypatch.context() as patched:
        break_engine(patched, error)
        page = browser.get(url)
    assert words in text(page)
    assert "secret" not in page.text
    assert "Relire le fichier" in text(page)
    assert not Reading.objects.exists()
    assert "3 lignes prêtes" in text(browser.get(url))


def test_a_file_gone_from_the_disk_is_said(browser, table, kpis, big):
    url = upload(browser, table, lines())
    record = Import.objects.get()
    record.file.storage.delete(record.file.name)
    work()
    assert "n’est plus sur le serveur" in text(browser.get(url))


def test_a_reading_without_end_is_stopped(browser, table, kpis, big, monkeypatch):
    monkeypatch.setattr(readings, "LONGEST_SECONDS", -1)
    url = upload(browser, table, lines())
    work()
    assert "trop long à lire" in text(browser.get(url))


def test_a_reading_that_stands_still_is_not_a_spinner_for_ever(browser, table, kpis, big):
    url = upload(browser, table, lines())
    work()
    Reading.objects.update(status="working", alive_at=timezone.now() - timedelta(minutes=4))
    page = text(browser.get(url))
    assert "La lecture s’est interrompue" in page
    browser.post(at("import-again", table.campaign, Import.objects.get().pk))
    work()
    assert "3 lignes prêtes" in text(browser.get(url))


def test_other_answers_are_read_anew_and_the_former_ones_come_back_for_nothing(table, kpis, hugo, big, reads):
    record = import_upload(source=table, upload=lines(), actor=hugo)
    for names in (["Aube"], ["Autre"], ["Aube"]):
        import_answer(record=record, actor=hugo, answers={"names": names})
        reading_ensure(record=record)
        work()
    assert len(reads) == 2


def test_a_reading_overtaken_by_an_answer_is_thrown_away(table, kpis, hugo, big, reads):
    record = import_upload(source=table, upload=lines(), actor=hugo)
    reading_ensure(record=record)
    import_answer(record=record, actor=hugo, answers={"names": ["Autre"]})
    work()
    assert reads == []
    assert not Reading.objects.exists()


def test_a_measure_followed_since_asks_for_another_reading(browser, table, kpis, big, workspace):
    url = upload(browser, table, csv("Jour;Clics;Sessions", f"{days_ago(1)};3;4"))
    work()
    assert "Laissée de côté" in text(browser.get(url))
    Kpi.objects.create(workspace=workspace, key="sessions", name="Sessions", unit="", aggregation="sum")
    assert "Ce fichier est à relire" in text(browser.get(url))
    browser.post(at("import-again", table.campaign, Import.objects.get().pk))
    work()
    assert "Laissée de côté" not in text(browser.get(url))


def test_what_was_in_the_future_is_read_again_the_day_after(browser, table, kpis):
    url = upload(browser, table, csv(HEAD, f"{days_ago(-1)};Aube;3"))
    assert "est dans le futur" in text(browser.get(url))
    Reading.objects.update(refused_on=days_ago(1), refusal={}, result={})
    assert "est dans le futur" in text(browser.get(url))


def test_what_another_request_finished_meanwhile_stays_finished(table, kpis, hugo, reads, monkeypatch):
    record = import_upload(source=table, upload=lines(), actor=hugo)
    finished = reading_ensure(record=record)
    looked_before = Reading(pk=finished.pk, record=record, key=finished.key, alive_at=timezone.now())
    monkeypatch.setattr(readings, "reading_of", lambda _record: looked_before)
    assert reading_ensure(record=record).status == Reading.Status.READY
    assert reads == ["export.csv"]


def test_two_files_are_read_side_by_side(browser, table, source, kpis, big):
    first = upload(browser, table, lines(2, "un.csv"))
    second = upload(browser, table, lines(3, "deux.csv"))
    newest = OutboxMessage.objects.filter(kind="work").latest("pk")
    outbox_do_work(newest.pk)
    assert "3 lignes prêtes" in text(browser.get(second))
    assert "attend son tour" in text(browser.get(first))
    assert newest.key != OutboxMessage.objects.filter(kind="work").earliest("pk").key


def test_reading_writes_nothing_while_it_lasts_but_its_progress(table, kpis, hugo, big, monkeypatch):
    record = import_upload(source=table, upload=lines(15), actor=hugo)
    reading = reading_ensure(record=record)
    real = readings.read

    def read(*args, **options):
        assert not connection.in_atomic_block or len(connection.savepoint_ids) == outside
        return real(*args, **options)

    outside = len(connection.savepoint_ids)
    monkeypatch.setattr(readings, "read", read)
    reading_make(reading.pk, beat=lambda: None)
    assert import_apply(record=record, actor=hugo).rows == 15


def test_an_unreadable_file_says_so_on_the_list_and_is_removed(browser, table, kpis):
    upload(browser, table, csv("rien", "de lisible"))
    page = text(browser.get(at("imports", table.campaign)))
    assert "Illisible" in page
    assert "À confirmer" not in page
    assert "Retirer" in page
    browser.post(at("import-discard", table.campaign, Import.objects.get().pk))
    assert "Illisible" not in text(browser.get(at("imports", table.campaign)))


def test_rows_to_correct_and_a_file_under_way_have_their_words_on_the_list(browser, table, kpis, monkeypatch):
    upload(browser, table, csv(HEAD, f"{days_ago(2)};Aube;douze"))
    page = text(browser.get(at("imports", table.campaign)))
    assert "À corriger" in page
    assert "« douze » n’est pas un nombre" in page
    monkeypatch.setattr(readings, "SMALL_TEXT", 10)
    upload(browser, table, lines())
    assert "Lecture en cours" in text(browser.get(at("imports", table.campaign)))
