"""What is frozen stays frozen, whoever asks the database: by its triggers, on SQLite and PostgreSQL."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from campaigns.models import EvidenceEvent, EvidencePurge, Snapshot
from campaigns.services.purging import purging
from campaigns.services.signoff import signoff_request
from tests.campaigns.brief_world import write_brief

pytestmark = pytest.mark.django_db

#: Fixed, so that every worker of a parallel run collects the same tests.
LATER = datetime(2036, 1, 4, tzinfo=UTC)

CHANGES = [
    (Snapshot, "content", "{}"),
    (Snapshot, "sha256", "0" * 64),
    (Snapshot, "number", 7),
    (Snapshot, "kind", "plan"),
    (Snapshot, "created_at", LATER),
    (EvidenceEvent, "payload", "{}"),
    (EvidenceEvent, "digest", "0" * 64),
    (EvidenceEvent, "previous", "0" * 64),
    (EvidenceEvent, "kind", "decision_final"),
    (EvidenceEvent, "subject", "signature:1"),
    (EvidenceEvent, "sequence", 99),
    (EvidenceEvent, "at", LATER),
]


@pytest.fixture
def asked(campaign, kpi, acting, contributor, finance, today):
    write_brief(campaign, kpi)
    return signoff_request(
        campaign=campaign, actor=acting(contributor), kind="brief", signers=[finance], due_on=today
    )


@pytest.mark.parametrize(
    ("model", "field", "value"), CHANGES, ids=lambda value: getattr(value, "__name__", str(value)[:20])
)
def test_a_frozen_row_cannot_be_changed(asked, model, field, value):
    before = model.objects.order_by("pk").values_list(field, flat=True).first()
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        model.objects.update(**{field: value})
    assert model.objects.order_by("pk").values_list(field, flat=True).first() == before


@pytest.mark.parametrize("model", [Snapshot, EvidenceEvent])
def test_a_frozen_row_cannot_be_deleted(asked, model):
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        # Straight to the table: a plain delete would first meet the rows that point here.
        model.objects.all()._raw_delete(using="default")
    assert model.objects.exists()


def test_a_member_who_leaves_is_forgotten_without_touching_the_version(asked):
    asked.snapshot.author.delete()
    snapshot = Snapshot.objects.get()
    assert snapshot.author is None
    assert snapshot.sha256 == asked.snapshot.sha256


def test_a_purge_deletes_and_stays_on_record(asked):
    with purging(reason="Fin de la durée de conservation", by="Inès Moreau"):
        EvidenceEvent.objects.all().delete()
    assert not EvidenceEvent.objects.exists()
    record = EvidencePurge.objects.get()
    assert (record.reason, record.opened_by, record.is_open) == (
        "Fin de la durée de conservation",
        "Inès Moreau",
        False,
    )


def _delete_then_fail():
    EvidenceEvent.objects.all().delete()
    raise InterruptedError


def test_a_purge_that_fails_leaves_everything_and_no_way_in(asked):
    count = EvidenceEvent.objects.count()
    with pytest.raises(InterruptedError), purging(reason="Essai", by="Inès Moreau"):
        _delete_then_fail()
    assert EvidenceEvent.objects.count() == count
    assert not EvidencePurge.objects.exists()
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        Snapshot.objects.update(number=9)
