"""The embedded broker: a message is there whole or not at all, whatever is found in its folders."""

import threading
from queue import Empty

import pytest
from kombu import Connection

from config import settings as chosen
from core.broker import SCHEME, Transport


@pytest.fixture
def folders(tmp_path):
    for name in ("queue", "control"):
        (tmp_path / name).mkdir()
    return tmp_path


@pytest.fixture
def connection(folders):
    options = {
        "data_folder_in": str(folders / "queue"),
        "data_folder_out": str(folders / "queue"),
        "control_folder": str(folders / "control"),
    }
    Transport.global_state.clear()  # a process remembers what it bound, and each test has folders of its own
    with Connection(f"{SCHEME}://localhost", transport_options=options) as made:
        yield made
    Transport.global_state.clear()


def test_the_embedded_mode_uses_it():
    assert (chosen.REDIS_URL or f"{SCHEME}://localhost") == chosen.CELERY_BROKER_URL


def test_a_message_comes_back_once(connection):
    queue = connection.SimpleQueue("mail")
    queue.put({"id": 7})
    assert queue.get(block=False).payload == {"id": 7}
    with pytest.raises(Empty):
        queue.get(block=False)


def test_a_message_half_written_ends_nobody_and_the_next_one_comes(connection, folders):
    queue = connection.SimpleQueue("mail")
    (folders / "queue" / "0_dead.mail.msg").write_bytes(b"")
    (folders / "queue" / "1_dead.mail.msg").write_bytes(b'{"body": "')
    queue.put({"id": 8})
    assert queue.get(block=False).payload == {"id": 8}


def test_what_is_being_written_is_not_looked_at(connection, folders):
    queue = connection.SimpleQueue("mail")
    (folders / "queue" / "0_now.mail.msg.part").write_bytes(b"")
    with pytest.raises(Empty):
        queue.get(block=False)


def test_a_list_of_queues_left_half_written_is_made_anew(folders, connection, monkeypatch):
    monkeypatch.setattr("core.broker.PATIENCE_SECONDS", 0.0)
    connection.SimpleQueue("mail").close()
    (folders / "control" / "mail.exchange").write_bytes(b"")
    Transport.global_state.clear()
    queue = connection.SimpleQueue("mail")
    queue.put({"id": 9})
    assert queue.get(block=False).payload == {"id": 9}


def test_writers_and_a_reader_at_once_lose_nothing(connection, folders):
    options = connection.transport_options

    def write(first: int) -> None:
        with Connection(f"{SCHEME}://localhost", transport_options=options) as mine:
            queue = mine.SimpleQueue("mail")
            for number in range(first, first + 50):
                queue.put({"id": number})

    writers = [threading.Thread(target=write, args=(first,)) for first in (0, 50)]
    queue = connection.SimpleQueue("mail")
    for writer in writers:
        writer.start()
    seen: list[int] = []
    while any(writer.is_alive() for writer in writers) or waiting(folders):
        try:
            seen.append(queue.get(block=False).payload["id"])
        except Empty:
            continue
    for writer in writers:
        writer.join()
    assert sorted(seen) == list(range(100))


def waiting(folders):
    return list((folders / "queue").glob("*.msg"))
