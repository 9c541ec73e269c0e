"""The morning's mail: who is told what, once a day, and when a stand-in is called."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from campaigns.models import EvidenceEvent, Signature, SignOffRequest, Stakeholder
from campaigns.scheduling import WorkingCalendar
from campaigns.selectors.signoff import signature_by_token
from campaigns.services import digest
from campaigns.services.digest import digest_send_all, stand_in_call
from campaigns.services.signoff import signoff_request
from campaigns.signoff.pace import pace
from core.models import OutboxMessage
from tests.campaigns.brief_world import write_brief
from tests.campaigns.signing import decide, sign

pytestmark = pytest.mark.django_db
#: Working days around which requests are due: Thursday 3 to Tuesday 8 December 2026.
THURSDAY, FRIDAY, MONDAY, TUESDAY = (date(2026, 12, day) for day in (3, 4, 7, 8))


@pytest.fixture
def ask(campaign, kpi, acting, manager):
    write_brief(campaign, kpi)

    def make(*signers, due_on=FRIDAY):
        request = signoff_request(
            campaign=campaign, actor=acting(manager), kind="brief", signers=signers, due_on=date(2036, 1, 4)
        )
        SignOffRequest.objects.filter(pk=request.pk).update(due_on=due_on)
        return request

    return make


def berger(workspace):
    return Stakeholder.objects.create(workspace=workspace, name="Lou Berger", email="lou@example.com")


def digests_to(person):
    rows = OutboxMessage.objects.filter(key__startswith="digest:", payload__to=person)
    return [row.payload["body"].replace("\u202f", " ") for row in rows.order_by("id")]


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 12, 2), "early"), (THURSDAY, "soon"), (FRIDAY, "today"), (date(2026, 12, 5), "late"),
        (MONDAY, "late"), (TUESDAY, "very_late"),
    ],
)  # fmt: skip
def test_lateness_counts_working_days(today, expected):
    assert pace(WorkingCalendar("FR"), FRIDAY, today) == expected


def test_due_on_a_monday_is_soon_on_friday():
    assert pace(WorkingCalendar("FR"), MONDAY, FRIDAY) == "soon"


def test_nobody_is_written_to_before_it_matters(ask, finance, workspace):
    ask(finance)
    assert digest_send_all(workspace=workspace, today=date(2026, 12, 1)) == 0


def test_one_mail_lists_all_that_waits_with_a_link_that_opens(ask, finance, workspace):
    signature = ask(finance).signatures.get()
    assert digest_send_all(workspace=workspace, today=THURSDAY) == 1
    (body,) = digests_to(finance.email)
    assert "Brief campagne, « Lancement Sérum Aube », version 1, pour le 4 déc." in body
    token = body.split("/v/")[1].split("/")[0]
    assert signature_by_token(token) == signature


def test_a_decision_given_while_the_mails_are_written_stays(ask, finance, workspace, monkeypatch):
    """The morning's mails read every place first; a signer may decide before theirs is reached."""
    signature, whole = ask(finance).signatures.get(), digest.digests

    def meanwhile(*args, **kwargs):
        found = whole(*args, **kwargs)
        decide(signature)
        return found

    monkeypatch.setattr(digest, "digests", meanwhile)
    digest_send_all(workspace=workspace, today=THURSDAY)
    signature.refresh_from_db()
    assert (signature.decision, signature.typed_name) == ("approved", "Paul Tessier")


def test_the_same_day_again_sends_nothing_and_keeps_the_link(ask, finance, workspace):
    ask(finance)
    digest_send_all(workspace=workspace, today=THURSDAY)
    token = digests_to(finance.email)[0].split("/v/")[1].split("/")[0]
    assert digest_send_all(workspace=workspace, today=THURSDAY) == 0
    assert signature_by_token(token)


def test_no_digest_on_a_day_off(ask, finance, workspace):
    ask(finance)
    assert digest_send_all(workspace=workspace, today=date(2026, 12, 5)) == 0
    assert digest_send_all(workspace=workspace, today=date(2026, 12, 25)) == 0


def test_a_late_answer_is_told_to_whoever_asked(ask, finance, workspace, manager):
    ask(finance)
    digest_send_all(workspace=workspace, today=MONDAY)
    (told,) = digests_to(manager.user.email)
    assert "Paul Tessier : Brief campagne" in told
    assert "(en retard)" in digests_to(finance.email)[0]


def test_two_days_late_the_stand_in_is_called(ask, finance, workspace, manager):
    finance.stand_in = Stakeholder.objects.create(
        workspace=workspace, name="Lou Berger", email="lou@example.com"
    )
    finance.save()
    signature = ask(finance).signatures.get()
    old = signature.token_hash
    digest_send_all(workspace=workspace, today=TUESDAY)
    signature.refresh_from_db()
    assert (signature.name, signature.email, signature.stands_in_for) == (
        "Lou Berger", "lou@example.com", "Paul Tessier",
    )  # fmt: skip
    assert signature.token_hash != old
    assert OutboxMessage.objects.filter(
        key__startswith="signoff_request:", payload__to="lou@example.com"
    ).exists()
    assert digests_to(finance.email) == []
    assert "(son suppléant vient d’être sollicité)" in digests_to(manager.user.email)[0]
    assert EvidenceEvent.objects.filter(kind="signer_named", subject=f"signature:{signature.pk}").count() == 2


def test_a_stand_in_who_signs_already_is_not_called_twice(ask, finance, workspace):
    lou = berger(workspace)
    finance.stand_in = lou
    finance.save()
    signature = ask(finance, lou).signatures.get(email=finance.email)
    assert stand_in_call(signature=signature) is False
    signature.refresh_from_db()
    assert signature.name == "Paul Tessier"


def test_whoever_asked_is_nobodys_stand_in(ask, finance, workspace, manager):
    finance.stand_in = Stakeholder.objects.create(
        workspace=workspace, name="Claire Vasseur", email=manager.user.email.upper()
    )
    finance.save()
    signature = ask(finance).signatures.get()
    assert stand_in_call(signature=signature) is False
    signature.refresh_from_db()
    assert signature.email == finance.email


def test_somebody_absent_is_replaced_from_the_start(ask, finance, workspace):
    finance.stand_in = Stakeholder.objects.create(
        workspace=workspace, name="Lou Berger", email="lou@example.com"
    )
    finance.absent_until = timezone.localdate() + timedelta(days=3)
    finance.save()
    signature = ask(finance).signatures.get()
    assert (signature.name, signature.stands_in_for) == ("Lou Berger", "Paul Tessier")


def test_a_decision_is_told_to_the_asker_and_to_those_before(ask, finance, admin, workspace, manager):
    request = ask(finance, admin, due_on=date(2026, 12, 30))
    first, second = request.signatures.order_by("id")
    sign(first)
    decide(second, "reserved", typed_name="Inès", reason="Vérifier le stock")
    assert digest_send_all(workspace=workspace, today=THURSDAY) == 1  # not final yet: only the asker, of Paul
    assert "Paul Tessier : approuvé" in digests_to(manager.user.email)[0]
    assert "Inès" not in digests_to(manager.user.email)[0]
    Signature.objects.filter(pk=second.pk).update(final_at=timezone.now() + timedelta(seconds=1))
    digest_send_all(workspace=workspace, today=FRIDAY)
    assert "Inès Moreau : approuvé avec réserves" in digests_to(finance.email)[0]
    assert "« Vérifier le stock »" in digests_to(finance.email)[0]
    assert digests_to(admin.user.email) == []
