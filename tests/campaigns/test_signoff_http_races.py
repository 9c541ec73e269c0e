"""Fifty signers answering at once, over real HTTP: one serial outcome, one seal, one mail."""

import re
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.cookiejar import CookieJar
from itertools import pairwise
from threading import Barrier
from urllib.error import HTTPError
from urllib.parse import urlencode

import pytest
from django.core.servers.basehttp import WSGIServer
from django.db import connection
from pytest_django.live_server_helper import LiveServer

from campaigns.models import EvidenceEvent, Signature, SignOffRequest, Stakeholder
from campaigns.services import deciding
from campaigns.services.inviting import link_renew
from campaigns.services.signing_codes import code_send
from campaigns.services.signoff import signoff_request
from core.models import OutboxMessage
from tests.campaigns.brief_world import write_brief

pytestmark = pytest.mark.django_db(transaction=True)
CLIENTS = 50
#: Seconds. Fifty answers queue behind one lock, and a busy machine takes its time over each.
PATIENCE = 300


@dataclass
class Reader:
    """A signer's browser: cookies, the form's token, nothing else."""

    url: str
    link: str
    page: str
    code: str
    sha256: str

    def __post_init__(self) -> None:
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def open(self) -> None:
        self._send(self.link)

    def sign(self, decision: str) -> int:
        return self._send(
            self.page,
            action="sign", decision=decision, reason="Trop tôt" if decision == "rejected" else "",
            typed_name="Moi", consent="on", code=self.code, sha256=self.sha256,
        )  # fmt: skip

    def close(self) -> int:
        return self._send(self.page, action="close")

    def _send(self, path: str, **answers: str) -> int:
        body = urlencode({**answers, "csrfmiddlewaretoken": self.token}).encode() if answers else None
        try:
            with self.opener.open(f"{self.url}{path}", body, timeout=PATIENCE) as answer:
                page, status = answer.read().decode(), answer.status
        except HTTPError as error:
            page, status = error.read().decode(), error.code
        if found := re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page):
            self.token = found[1]
        return int(status)


@pytest.fixture
def address(transactional_db, monkeypatch):
    """A threaded server of our own: the usual one lets ten clients wait at its door, and resets the rest."""
    monkeypatch.setattr(WSGIServer, "request_queue_size", 2 * CLIENTS)
    server = LiveServer("127.0.0.1")
    yield server.url
    server.stop()


@pytest.fixture
def readers(address, campaign, kpi, workspace, acting, manager, today):
    """Fifty browsers, each with its link open and its code in hand."""
    write_brief(campaign, kpi)
    people = Stakeholder.objects.bulk_create(
        Stakeholder(workspace=workspace, name=f"Signataire {n}", email=f"s{n}@example.com")
        for n in range(CLIENTS)
    )
    request = signoff_request(
        campaign=campaign, actor=acting(manager), kind="brief", signers=people, due_on=today
    )
    made = []
    for signature in Signature.objects.filter(request=request).select_related("request__snapshot"):
        link, code = f"/v/{link_renew(signature)}/", code_send(signature=signature)
        made.append(Reader(address, link, f"/v/{signature.pk}/", code, request.snapshot.sha256))
    each(made, Reader.open)
    return made


def each(readers, act):
    """All at once: nobody begins before everybody is ready."""
    start = Barrier(len(readers))

    def run(reader):
        start.wait()
        return act(reader)

    with ThreadPoolExecutor(len(readers)) as pool:
        return list(pool.map(run, readers))


def count(kind):
    return EvidenceEvent.objects.filter(kind=kind).count()


def chain_is_whole():
    digests = list(EvidenceEvent.objects.order_by("sequence").values_list("sequence", "previous", "digest"))
    assert [sequence for sequence, _previous, _digest in digests] == list(range(1, len(digests) + 1))
    assert all(before[2] == after[1] for before, after in pairwise(digests))


def test_fifty_approvals_at_once_settle_once(readers):
    assert each(readers, lambda reader: reader.sign("approved")) == [200] * CLIENTS
    assert SignOffRequest.objects.get().status == "open"
    assert each(readers, Reader.close) == [200] * CLIENTS
    assert SignOffRequest.objects.get().status == "approved"
    assert Signature.objects.filter(final_at__isnull=False).count() == CLIENTS
    assert (count("decision_given"), count("decision_final")) == (CLIENTS, CLIENTS)
    assert count("request_approved") == 1
    assert OutboxMessage.objects.filter(key__startswith="signoff_settled").count() == 1
    chain_is_whole()


def test_approvals_and_refusals_at_once_have_one_outcome(readers):
    for place, reader in enumerate(readers):
        reader.answer = "rejected" if place % 2 else "approved"
    each(readers, lambda reader: reader.sign(reader.answer))
    each(readers, Reader.close)
    request = SignOffRequest.objects.get()
    assert request.status == "rejected"
    # Exactly one refusal ended it: nothing became final after it.
    assert Signature.objects.filter(decision="rejected", final_at__isnull=False).count() == 1
    assert (count("request_rejected"), count("request_approved")) == (1, 0)
    assert count("decision_final") == Signature.objects.filter(final_at__isnull=False).count()
    assert OutboxMessage.objects.filter(key__startswith="signoff_settled").count() == 1
    chain_is_whole()


def test_without_the_lock_the_outcome_is_not_one(readers, monkeypatch):
    """The control, with the locks taken out: on PostgreSQL the last approvals miss one another.

    SQLite has one writer, with or without locks of ours.
    """
    each(readers, lambda reader: reader.sign("approved"))
    all_read = Barrier(CLIENTS)

    def unlocked(signature):
        current = Signature.objects.select_related("request__campaign__workspace", "request__snapshot").get(
            pk=signature.pk
        )
        if connection.vendor == "postgresql":
            all_read.wait(timeout=PATIENCE)
        return current.request, current

    monkeypatch.setattr(deciding, "signature_lock", unlocked)
    monkeypatch.setattr(deciding, "_prove", lambda *args, **kwargs: None)  # the chain has a lock of its own
    each(readers, Reader.close)
    settled = count("request_approved")
    assert settled == (1 if connection.vendor == "sqlite" else settled)
    if connection.vendor == "postgresql":
        assert settled != 1
