"""`verify_evidence`: an intact world holds; each field that is evidence, changed alone, is found."""

import io
import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from campaigns import evidence_fields
from campaigns.models import (
    Campaign,
    EvidenceEvent,
    EvidenceHead,
    EvidenceIdentity,
    EvidencePurge,
    Signature,
    SignOffNote,
    SignOffRequest,
    Snapshot,
)
from campaigns.selectors.verification import evidence_verdict
from campaigns.services.purging import purging
from campaigns.services.questions import question_answer, question_ask
from campaigns.services.signoff import signoff_request, signoff_touch
from campaigns.verification_words import counted_words
from core.models import Workspace
from tests.campaigns.brief_world import write_brief
from tests.campaigns.signing import decide, sign

pytestmark = pytest.mark.django_db
CHAIN = (EvidenceEvent, EvidenceIdentity, EvidenceHead)
ROWS = tuple(evidence_fields.STATED)
#: (model, field) of everything that must not change: every column of the chain and of the rows it states.
CASES = [
    (model, field)
    for model in (*CHAIN, *ROWS)
    for field in model._meta.concrete_fields
    if field.name not in evidence_fields.NOT_EVIDENCE.get(model, {})
    and not (model in CHAIN and field.primary_key)  # a number nothing refers to but the identity below
]


@pytest.fixture
def told(campaign, kpi, acting, manager, viewer, finance, stranger, today):
    """A brief with a question, a refusal, a new version approved with reservations, then void; one open."""
    write_brief(campaign, kpi)
    ask = {"campaign": campaign, "actor": acting(manager), "kind": "brief", "due_on": today}
    first = signoff_request(**ask, signers=[finance, viewer], message="Merci de relire")
    place = first.signatures.get(stakeholder=finance)
    question_ask(signature=place, text="Et la TVA ?")
    question_answer(signature=place, text="Comprise.", actor=acting(manager))
    sign(place, "rejected", reason="Trop cher")
    campaign.objectives.update(target=750)
    second = signoff_request(**ask, signers=[finance, viewer])
    for signature in second.signatures.all():
        sign(signature, "reserved", reason="Sous réserve du budget", typed_name=signature.name)
    campaign.objectives.update(target=800)
    signoff_touch(campaign=campaign, kind="brief", actor=acting(manager))
    third = signoff_request(**ask, signers=[finance, viewer], rule="quorum", quorum=1)
    decide(third.signatures.get(stakeholder=finance))
    elsewhere = Campaign.objects.get(pk=campaign.pk)
    elsewhere.pk, elsewhere.reference, elsewhere._state.adding = None, "2026-LAN-02", True
    elsewhere.save()
    signoff_request(**{**ask, "campaign": elsewhere}, signers=[finance])
    return campaign


def problems():
    return evidence_verdict(workspaces=Workspace.objects.all()).problems


def run(*args):
    out = io.StringIO()
    status = 0
    try:
        call_command("verify_evidence", *args, stdout=out)
    except SystemExit as stopped:
        status = stopped.code
    return status, out.getvalue()


def others(row, field):
    """Values this field could hold and does not: one character, one second, one more; else another row."""
    if isinstance(field, models.ForeignKey):
        rows = field.related_model._base_manager.exclude(pk=getattr(row, field.attname))
        return [*rows.values_list("pk", flat=True), 10**6]
    return [another(getattr(row, field.attname), field)]


def another(value, field):
    if isinstance(field, models.BooleanField):
        return not value
    if isinstance(field, models.DateTimeField):
        return (value or timezone.now()) + timedelta(microseconds=1)
    if isinstance(field, models.DateField):
        return value + timedelta(days=1)
    if isinstance(field, models.GenericIPAddressField):
        return "192.0.2.8"
    if isinstance(field, models.IntegerField):
        return (value or 0) + 1000
    return f"{value[:-1]}{chr(ord(value[-1]) ^ 1)}" if value else "x"


def overwrite(row, field, value):
    """Straight into the table, triggers and checks lifted, as whoever has the keys of the database could."""
    column, table = connection.ops.quote_name(field.column), row._meta.db_table
    prepared = field.get_db_prep_save(value, connection)
    with purging(reason="Altération", by="pytest"), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
        else:
            drop_checks(cursor, table)
        cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", [prepared, row.pk])  # noqa: S608
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


def drop_checks(cursor, table):
    """PostgreSQL cannot look away from its checks, only drop them, until the test's transaction is undone."""
    cursor.execute(
        "SELECT conname FROM pg_constraint WHERE contype = 'c' AND conrelid = %s::regclass", [table]
    )
    if not (names := [name for (name,) in cursor.fetchall()]):
        return
    # A table on which deferred keys are still to be looked at cannot be altered. After that they wait again:
    # a key that points at nothing has to get in too.
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for name in names:
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {connection.ops.quote_name(name)}")
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def taken(row, field, value):
    """Whether the database lets this value in: unique keys still refuse some."""
    try:
        with transaction.atomic():
            overwrite(row, field, value)
    except IntegrityError:
        return False
    return True


def test_an_intact_world_holds(told):
    status, text = run("--json")
    answer = json.loads(text)
    assert (status, answer["ok"], answer["problems"]) == (0, True, [])
    rows = {"snapshots": 4, "signoffrequests": 4, "signatures": 7, "signoffnotes": 2, "workspaces": 2}
    assert answer["checked"] == {**rows, "events": EvidenceEvent.objects.count()}


@pytest.mark.parametrize(
    ("model", "field"), CASES, ids=[f"{model.__name__}.{field.name}" for model, field in CASES]
)
def test_one_field_changed_is_found_wherever_it_is(told, model, field):
    """In every row of the model, one at a time; rolled back in between."""
    rows = list(model._base_manager.all())
    assert rows
    for row in rows:
        with transaction.atomic():
            assert any(taken(row, field, value) for value in others(row, field)), row
            found = problems()
            transaction.set_rollback(True)
        assert found, row
        if model in ROWS:
            subject = f"maison-lumen/{model._meta.model_name}:{row.pk}"
            # A row torn from its campaign or renumbered is missing as a whole.
            assert {subject, f"{subject}.{field.name}"} & {each.where for each in found}, (row, found)
    assert problems() == []


@pytest.mark.parametrize("model", [Snapshot, SignOffRequest, Signature, SignOffNote])
def test_every_field_is_evidence_or_says_why_not(model):
    known = {*evidence_fields.STATED[model], *evidence_fields.HELD[model]}
    left_out = set(evidence_fields.NOT_EVIDENCE.get(model, {}))
    assert {field.name for field in model._meta.concrete_fields} == known | left_out
    assert not known & left_out


@pytest.mark.parametrize("position", range(0, 2000, 97))
def test_one_byte_of_a_frozen_content_is_found(told, position):
    snapshot = Snapshot.objects.first()
    content = snapshot.content.encode()
    place = position % len(content)
    if content[place] >= 0x80:
        place = next(index for index in range(len(content)) if content[index] < 0x80)
    changed = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
    overwrite(snapshot, Snapshot._meta.get_field("content"), changed.decode())
    assert [(each.where, each.what) for each in problems()] == [
        (f"maison-lumen/snapshot:{snapshot.pk}.content", "digest_differs")
    ]


def test_a_row_written_behind_the_product_is_found(told, viewer):
    request = SignOffRequest.objects.first()
    made = Signature.objects.create(request=request, name="Faux", email="faux@example.com", membership=viewer)
    assert [(each.where, each.what) for each in problems()] == [
        (f"maison-lumen/signature:{made.pk}", "evidence_missing")
    ]


@pytest.mark.parametrize("model", ROWS)
def test_a_row_deleted_is_found(told, model):
    row = model.objects.last()
    with purging(reason="Altération", by="pytest"), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {model._meta.db_table} WHERE id = %s", [row.pk])  # noqa: S608
    found = {(each.where, each.what) for each in problems()}
    assert (f"maison-lumen/{model._meta.model_name}:{row.pk}", "row_missing") in found
    EvidenceEvent.objects.exists()  # the transaction still works
    transaction.set_rollback(True)


@pytest.mark.parametrize("which", ["first", "last"])
def test_an_event_deleted_is_found_at_either_end(told, which):
    event = getattr(EvidenceEvent.objects.order_by("sequence"), which)()
    with purging(reason="Altération", by="pytest"):
        event.delete()
    assert any(problem.what in ("sequence_gap", "head_differs") for problem in problems())


def test_an_identity_emptied_without_a_record_is_found(told):
    held = EvidenceIdentity.objects.first()
    EvidenceIdentity.objects.filter(pk=held.pk).update(data="", salt="", erased_at=timezone.now())
    assert "erased_without_record" in {problem.what for problem in problems()}


def test_a_purge_left_open_is_found(told):
    left = EvidencePurge.objects.create(reason="Oubli", opened_by="pytest")
    assert [problem.where for problem in problems()] == [f"evidencepurge:{left.pk}.is_open"]


def test_a_member_who_is_deleted_breaks_nothing(told, viewer):
    viewer.delete()
    assert problems() == []


def test_what_fails_is_said_in_words_and_by_the_exit_status(told):
    Signature.objects.filter(reason="Trop cher").update(reason="Parfait")
    status, text = run()
    assert status == 1
    place = Signature.objects.get(reason="Parfait").pk
    words = text.replace("\u202f", " ")
    assert f"maison-lumen/signature:{place}.reason : n’est pas ce que la preuve énonce" in words
    assert "1 anomalie." in words
    assert "2 espaces, " in words
    assert "signoffrequests" not in words


def test_everything_that_is_checked_has_words(told):
    checked = [*json.loads(run("--json")[1])["checked"], "receipts", "seals", "attachments"]
    assert [name for name in checked if counted_words(name, 2) == f"{name} 2"] == []


def test_one_campaign_is_verified_alone(told):
    Signature.objects.filter(reason="Trop cher").update(reason="Parfait")
    assert run("--campaign", told.reference, "--json")[0] == 1
    assert run("--workspace", "atelier-nord")[0] == 0


@pytest.mark.parametrize("args", [("--campaign", "2026-XXX-99"), ("--workspace", "personne")])
def test_a_name_nobody_has_is_refused(told, args):
    with pytest.raises(CommandError) as refused:
        run(*args)
    assert refused.value.returncode == 2
