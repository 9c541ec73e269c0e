"""People deciding, editing and asking at the same moment: one serial outcome, whatever the database."""

from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from campaigns.models import Campaign, EvidenceEvent, Signature, SignOffRequest, Stakeholder
from campaigns.services import deciding
from campaigns.services.brief import brief_edit
from campaigns.services.deciding import signature_close
from campaigns.services.signoff import signoff_request
from campaigns.services.signoff_rows import SignOffClosed
from campaigns.signoff import stale_kinds
from core.models import AuditEvent, OutboxMessage
from tests.campaigns.brief_world import write_brief
from tests.campaigns.signing import a_code, sign
from tests.campaigns.signing import decide as given
from tests.races import together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ask(campaign, kpi, workspace, acting, manager, today):
    """A request to as many stakeholders as wanted."""
    write_brief(campaign, kpi)

    def make(count):
        people = [
            Stakeholder.objects.get_or_create(workspace=workspace, email=f"{n}@example.com", name=f"P{n}")[0]
            for n in range(count)
        ]
        return signoff_request(
            campaign=campaign, actor=acting(manager), kind="brief", signers=people, due_on=today
        )

    return make


def decide(pk, decision="approved"):
    # A row of its own, as each HTTP request has.
    signature = Signature.objects.select_related("request__campaign").get(pk=pk)
    reason = "Non" if decision == "rejected" else ""
    return sign(signature, decision, typed_name="Moi", reason=reason)


def close(pk):
    return signature_close(signature=Signature.objects.select_related("request__campaign").get(pk=pk))


@pytest.fixture
def settled(monkeypatch):
    """Every settling of a request, in order, whichever thread did it."""
    seen, real = [], deciding.request_settle

    def spy(request, status, *rest):
        seen.append(str(status))
        real(request, status, *rest)

    monkeypatch.setattr(deciding, "request_settle", spy)
    return seen


@pytest.mark.parametrize("count", [2, 8])
def test_the_last_approvers_finishing_together_settle_once(ask, settled, count):
    request = ask(count)
    outcome = together(*[lambda pk=pk: decide(pk) for pk in request.signatures.values_list("pk", flat=True)])
    assert not [error for error in outcome if isinstance(error, Exception)]
    request.refresh_from_db()
    assert request.status == "approved"
    assert settled == ["approved"]
    assert AuditEvent.objects.filter(verb="signoff_approved").count() == count
    assert OutboxMessage.objects.filter(key__startswith="signoff_settled").count() == 1


def test_without_the_locks_the_last_approval_can_be_lost(ask, settled, monkeypatch):
    """The control: each sees the other still missing, and nobody settles. SQLite has one writer anyway."""
    request = ask(2)
    for signature in request.signatures.all():
        given(signature)
    both_final = Barrier(2, timeout=60)

    def wait_for_the_other():
        # With one writer the second begins when the first is done: there is nobody to wait for.
        if connection.vendor == "postgresql":
            both_final.wait()

    def unlocked(signature):
        asked = SignOffRequest.objects.select_related("campaign__workspace", "snapshot").get(pk=request.pk)
        current = Signature.objects.get(pk=signature.pk)
        current.request = asked
        wait_for_the_other()
        return asked, current

    def saved_together(self, *args, **kwargs):
        real_save(self, *args, **kwargs)
        wait_for_the_other()

    real_save = Signature.save
    monkeypatch.setattr(deciding, "signature_lock", unlocked)
    # The chain of evidence has a lock of its own, which would put them in a row again.
    monkeypatch.setattr(deciding, "_prove", lambda *args, **kwargs: None)
    monkeypatch.setattr(Signature, "save", saved_together)
    outcome = together(*[lambda pk=pk: close(pk) for pk in request.signatures.values_list("pk", flat=True)])
    assert not [error for error in outcome if isinstance(error, Exception)]
    request.refresh_from_db()
    assert request.signatures.filter(final_at__isnull=False).count() == 2
    assert request.status == ("approved" if connection.vendor == "sqlite" else "open")


def test_one_decision_sent_many_times_at_once_is_recorded_once(ask, settled):
    request = ask(1)
    signature = request.signatures.get()
    code = a_code(signature)
    outcome = together(*[lambda: given(Signature.objects.get(pk=signature.pk), code=code)] * 6)
    assert sum(isinstance(error, SignOffClosed | ValidationError) for error in outcome) == 5
    assert AuditEvent.objects.filter(verb="signoff_approved").count() == 1
    assert EvidenceEvent.objects.filter(kind="decision_given").count() == 1


def test_one_decision_closed_many_times_at_once_settles_once(ask, settled):
    request = ask(1)
    signature = given(request.signatures.get())
    outcome = together(*[lambda: close(signature.pk)] * 6)
    assert sum(isinstance(error, SignOffClosed) for error in outcome) == 5
    assert settled == ["approved"]
    assert EvidenceEvent.objects.filter(kind="decision_final").count() == 1


def test_an_approval_and_a_refusal_at_once_end_refused(ask):
    for _round in range(5):
        request = ask(2)
        first, second = request.signatures.values_list("pk", flat=True)
        outcome = together(lambda pk=first: decide(pk), lambda pk=second: decide(pk, "rejected"))
        request.refresh_from_db()
        assert request.status == "rejected"
        closed = [error for error in outcome if isinstance(error, SignOffClosed)]
        assert request.signatures.filter(final_at__isnull=False).count() == 2 - len(closed)


def test_an_edit_and_the_last_approval_at_once_never_leave_an_approval_of_something_else(
    ask, campaign, acting, contributor
):
    for round_ in range(5):
        request = ask(1)
        pk = request.signatures.get().pk
        version = Campaign.objects.get(pk=campaign.pk).brief.version

        def edit(version=version, text=f"Ton {round_}"):
            actor = acting(contributor)
            brief_edit(campaign=campaign, actor=actor, expected_version=version, changes={"tone": text})

        outcome = together(edit, lambda pk=pk: decide(pk))
        assert all(error is None or not isinstance(error, Exception) or isinstance(error, SignOffClosed)
                   for error in outcome)  # fmt: skip
        request.refresh_from_db()
        assert request.status == "voided"
        assert stale_kinds(Campaign.objects.get(pk=campaign.pk)) == []


def test_an_edit_and_a_request_at_once_freeze_what_is_there(ask, campaign, acting, contributor):
    ask(1)
    for round_ in range(5):
        version = Campaign.objects.get(pk=campaign.pk).brief.version

        def edit(version=version, text=f"Ton {round_}"):
            actor = acting(contributor)
            brief_edit(campaign=campaign, actor=actor, expected_version=version, changes={"tone": text})

        outcome = together(edit, lambda: ask(1))
        assert not [error for error in outcome if isinstance(error, Exception)]
        assert stale_kinds(Campaign.objects.get(pk=campaign.pk)) == []
        assert campaign.signoff_requests.filter(status__in=["open", "approved"]).count() <= 1


def test_two_requests_at_once_leave_one_alive(ask, campaign):
    ask(2)
    outcome = together(lambda: ask(2), lambda: ask(2), lambda: ask(2))
    assert not [error for error in outcome if isinstance(error, Exception)]
    assert campaign.signoff_requests.filter(status="open").count() == 1
    assert campaign.snapshots.count() == 1


def test_rows_added_at_once_by_many_do_not_wait_in_a_circle(ask, campaign, acting, contributor, kpi):
    from campaigns.services.brief import brief_row_add

    ask(1)
    actor = acting(contributor)

    def add(number):
        row = campaign.key_messages.model(text=f"Message {number}")
        brief_row_add(campaign=Campaign.objects.get(pk=campaign.pk), actor=actor, row=row)

    outcome = together(*[lambda number=number: add(number) for number in range(6)])
    assert outcome == [None] * 6
    positions = list(campaign.key_messages.values_list("position", flat=True))
    assert sorted(positions) == list(range(7))
