"""Asking, deciding, taking back, voiding: one use case a test, and what mails say."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from campaigns.gates import Scope
from campaigns.models import Signature, SignOffRequest, Snapshot, Stakeholder
from campaigns.selectors.signoff import signature_by_token
from campaigns.selectors.verification import evidence_verdict
from campaigns.services.brief import brief_edit, brief_row_add, brief_row_edit, brief_row_move
from campaigns.services.deciding import decisions_due, signature_close
from campaigns.services.lifecycle import campaign_abandon
from campaigns.services.signoff import (
    signature_remind,
    signoff_request,
    signoff_touch,
    signoff_withdraw,
)
from campaigns.services.signoff_rows import SignOffClosed
from campaigns.signoff.standing import signoff_findings
from core.models import AuditEvent, OutboxMessage
from tests.campaigns.brief_world import write_brief
from tests.campaigns.signing import decide, sign

pytestmark = pytest.mark.django_db


@pytest.fixture
def brief(campaign, kpi):
    return write_brief(campaign, kpi)


@pytest.fixture
def ask(campaign, brief, acting, manager, today):
    """A request for the brief, asked by Claire."""

    def make(*signers, **changes):
        asked = {"campaign": campaign, "actor": acting(manager), "kind": "brief", "signers": signers,
                 "due_on": today + timedelta(days=3), **changes}  # fmt: skip
        return signoff_request(**asked)

    return make


def mails(template=""):
    rows = OutboxMessage.objects.filter(kind="mail", key__startswith=template).order_by("id")
    return [(row.payload["to"], row.payload["subject"], row.payload["body"]) for row in rows]


def token_in(body):
    return body.split("/v/")[1].split("/")[0]


# Asking ---------------------------------------------------------------------------------------------------


def test_asking_freezes_the_content_and_mails_each_signer_their_own_link(ask, finance, admin):
    request = ask(finance, admin, message="Regardez la promesse.")
    assert request.snapshot.number == 1
    assert request.status == SignOffRequest.Status.OPEN
    (to_paul, subject, body), (to_ines, _subject, in_app) = mails("signoff_request")
    assert (to_paul, to_ines) == (finance.email, admin.user.email)
    assert "le brief de « Lancement Sérum Aube »" in subject.replace("\u202f", " ")
    assert "Regardez la promesse." in body
    assert signature_by_token(token_in(body)).stakeholder == finance
    # A member signs in the application, behind the login: no secret travels.
    assert "/a-valider/" in in_app
    assert "/v/" not in in_app


def test_only_the_hash_of_a_link_is_stored(ask, finance):
    ask(finance)
    token = token_in(mails("signoff_request")[0][2])
    stored = Signature.objects.get().token_hash
    assert len(stored) == 64
    assert token not in stored


def test_asking_again_for_the_same_content_is_about_the_same_version(ask, finance, admin):
    first, second = ask(finance), ask(admin)
    first.refresh_from_db()
    assert first.status == SignOffRequest.Status.REPLACED
    assert second.snapshot == first.snapshot
    assert Snapshot.objects.count() == 1


def test_a_replaced_link_opens_nothing_to_decide(ask, finance):
    old = ask(finance)
    ask(finance)
    with pytest.raises(SignOffClosed):
        sign(old.signatures.get())


@pytest.mark.parametrize("days", [-1, -400])
def test_a_due_date_already_past_is_refused(ask, finance, today, days):
    with pytest.raises(ValidationError) as refused:
        ask(finance, due_on=today + timedelta(days=days))
    assert "due_on" in refused.value.message_dict


def test_somebody_must_be_asked(ask):
    with pytest.raises(ValidationError):
        ask()


def test_one_address_is_asked_once(ask, workspace, admin):
    twin = Stakeholder.objects.create(workspace=workspace, name="I. Moreau", email=admin.user.email.upper())
    with pytest.raises(ValidationError) as refused:
        ask(admin, twin)
    assert "même adresse" in str(refused.value)
    assert not Snapshot.objects.exists()


def test_nobody_of_another_workspace_is_asked(ask, stranger):
    with pytest.raises(ValidationError):
        ask(stranger)


def test_a_finished_campaign_asks_nothing(ask, campaign, acting, manager, finance):
    from campaigns.services.lifecycle import campaign_abandon

    campaign_abandon(campaign=campaign, actor=acting(manager), reason="Produit retiré")
    with pytest.raises(ValidationError):
        ask(finance)


# Deciding -------------------------------------------------------------------------------------------------


def test_the_last_approval_settles_and_whoever_asked_is_told(ask, finance, admin, manager):
    request = ask(finance, admin)
    first, second = request.signatures.all()
    assert sign(first).status == "open"
    assert not mails("signoff_settled")
    assert sign(second).status == "approved"
    ((to, subject, _body),) = mails("signoff_settled")
    assert to == manager.user.email
    assert subject.startswith("Validé")


def test_a_decision_keeps_who_what_when_where(ask, finance):
    signature = ask(finance).signatures.get()
    sign(signature)
    signature.refresh_from_db()
    assert (signature.decision, signature.typed_name) == ("approved", "Paul Tessier")
    assert (signature.ip_address, signature.user_agent) == ("192.0.2.7", "Mozilla/5.0 (téléphone)")
    assert signature.decided_at is not None
    event = AuditEvent.objects.get(verb="signoff_approved")
    assert event.changes["version"] == 1


def test_one_refusal_closes_the_request_with_its_reason(ask, finance, admin):
    request = ask(finance, admin)
    first, second = request.signatures.all()
    assert sign(first, "rejected", reason="Le prix manque").status == "rejected"
    assert "Le prix manque" in mails("signoff_settled")[0][2]
    with pytest.raises(SignOffClosed):
        sign(second)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"decision": "rejected", "reason": "  "}, "reason"),
        ({"decision": "approved", "typed_name": " "}, "typed_name"),
        ({"decision": ""}, "decision"),
        ({"decision": "peut-être"}, "decision"),
    ],
)
def test_a_decision_without_its_words_is_refused(ask, finance, changes, field):
    signature = ask(finance).signatures.get()
    with pytest.raises(ValidationError) as refused:
        sign(signature, **changes)
    assert field in refused.value.message_dict
    signature.refresh_from_db()
    assert signature.decision == ""


def test_a_decision_is_given_once(ask, finance):
    signature = ask(finance).signatures.get()
    sign(signature)
    with pytest.raises(SignOffClosed) as closed:
        sign(signature, "rejected", reason="Finalement non")
    assert closed.value.signature.decision == "approved"


def test_a_signer_deleted_meanwhile_leaves_what_they_signed(ask, finance):
    request = ask(finance)
    sign(request.signatures.get())
    finance.delete()
    request.refresh_from_db()
    assert request.status == "approved"
    assert request.signatures.get().name == "Paul Tessier"


def test_somebody_who_left_cannot_decide(ask, finance, admin):
    paul, ines = ask(finance, admin).signatures.order_by("id")
    finance.is_active = admin.is_active = False
    finance.save()
    admin.save()
    for signature in (paul, ines):
        with pytest.raises(SignOffClosed):
            sign(signature)


def test_somebody_who_became_a_partner_is_not_waited_for(ask, campaign, contributor):
    signature = ask(contributor).signatures.get()
    contributor.team_only = True
    contributor.save()
    with pytest.raises(SignOffClosed):
        sign(signature)
    (found,) = signoff_findings([Scope(campaign)], "brief")
    assert (found.waiting, found.fix_label) == (False, "Redemander")


# Taking back, reminding -----------------------------------------------------------------------------------


def test_a_request_is_taken_back_once(ask, finance, acting, manager):
    request = ask(finance)
    signoff_withdraw(request=request, actor=acting(manager))
    with pytest.raises(SignOffClosed):
        sign(request.signatures.get())
    with pytest.raises(SignOffClosed):
        signoff_withdraw(request=request, actor=acting(manager))


@pytest.mark.parametrize("answered", [False, True])
def test_giving_a_campaign_up_takes_its_requests_back(ask, finance, campaign, acting, manager, answered):
    request = ask(finance)
    signature = request.signatures.get()
    if answered:
        decide(signature)  # not final yet
    campaign_abandon(campaign=campaign, actor=acting(manager), reason="Produit annulé")
    request.refresh_from_db()
    assert (request.status, request.settled_by_name) == ("withdrawn", "Claire Vasseur")
    assert decisions_due(now=timezone.now() + timedelta(days=1)) == []
    with pytest.raises(SignOffClosed):
        signature_close(signature=signature)
    assert OutboxMessage.objects.filter(key=f"signoff_ended:{signature.pk}").exists()
    assert evidence_verdict(workspaces=[campaign.workspace]).problems == []


def test_a_reminder_brings_a_new_link_and_the_old_one_stops(ask, finance, acting, manager):
    signature = ask(finance).signatures.get()
    old = token_in(mails("signoff_request")[0][2])
    signature_remind(signature=signature, actor=acting(manager))
    new = token_in(mails("signoff_reminder")[0][2])
    assert signature_by_token(old) is None
    assert signature_by_token(new) == signature


def test_nobody_is_reminded_twice_in_an_hour(ask, finance, acting, manager):
    signature = ask(finance).signatures.get()
    signature_remind(signature=signature, actor=acting(manager))
    with pytest.raises(ValidationError):
        signature_remind(signature=signature, actor=acting(manager))
    Signature.objects.update(reminded_at=timezone.now() - timedelta(minutes=61))
    signature_remind(signature=signature, actor=acting(manager))
    assert len(mails("signoff_reminder")) == 2


def test_whoever_answered_is_not_reminded(ask, finance, admin, acting, manager):
    first = ask(finance, admin).signatures.first()
    sign(first)
    with pytest.raises(SignOffClosed):
        signature_remind(signature=first, actor=acting(manager))


# Voiding --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("approved", [True, False])
def test_a_material_edit_voids_what_was_asked_or_approved(
    ask, campaign, finance, acting, contributor, approved
):
    request = ask(finance)
    if approved:
        sign(request.signatures.get())
    edit = brief_edit(
        campaign=campaign, actor=acting(contributor), expected_version=1, changes={"proposition": "Autre"}
    )
    assert edit.voided == [request]
    request.refresh_from_db()
    assert (request.status, request.settled_by_name) == ("voided", "Hugo Marchand")
    with pytest.raises(SignOffClosed):
        sign(request.signatures.get())


def test_saving_the_same_text_voids_nothing(ask, campaign, brief, finance, acting, contributor):
    request = ask(finance)
    edit = brief_edit(
        campaign=campaign,
        actor=acting(contributor),
        expected_version=1,
        changes={"proposition": brief.proposition, "context": brief.context.replace("\n", "\r\n")},
    )
    assert edit.voided == []
    request.refresh_from_db()
    assert request.status == "open"


def test_rows_added_edited_and_put_in_another_order_are_material(ask, campaign, finance, acting, contributor):
    actor = acting(contributor)
    row = campaign.key_messages.model(text="Un second message")
    ask(finance)
    assert brief_row_add(campaign=campaign, actor=actor, row=row).voided
    ask(finance)
    assert brief_row_edit(row=row, actor=actor, expected_version=1, changes={"proof": "Un test"}).voided
    ask(finance)
    assert not brief_row_move(row=row, actor=actor, to=1).voided
    assert brief_row_move(row=row, actor=actor, to=0).voided


def test_an_edit_taken_back_gives_the_same_version_again(ask, campaign, brief, finance, acting, contributor):
    first = ask(finance)
    for text in ("Autre", brief.proposition):
        brief.refresh_from_db()
        brief_edit(
            campaign=campaign,
            actor=acting(contributor),
            expected_version=brief.version,
            changes={"proposition": text},
        )
    again = ask(finance)
    assert again.snapshot == first.snapshot


def test_the_campaign_s_dates_are_part_of_what_was_signed(ask, campaign, finance, acting, manager):
    request = ask(finance)
    campaign.launch_on += timedelta(days=1)
    campaign.save(update_fields=["launch_on"])
    assert signoff_touch(campaign=campaign, kind="brief", actor=acting(manager)) == request


def test_renaming_the_campaign_is_not_material(ask, campaign, finance, acting, manager):
    ask(finance)
    campaign.name = "Lancement Sérum Aube (FR)"
    campaign.save(update_fields=["name"])
    assert signoff_touch(campaign=campaign, kind="brief", actor=acting(manager)) is None


def test_a_snapshot_stays_what_it_was(ask, campaign, finance, acting, contributor):
    snapshot = ask(finance).snapshot
    frozen, digest = snapshot.content, snapshot.sha256
    brief_edit(campaign=campaign, actor=acting(contributor), expected_version=1, changes={"tone": "Vif"})
    campaign.objectives.all().delete()
    snapshot.refresh_from_db()
    assert (snapshot.content, snapshot.sha256) == (frozen, digest)


def test_a_brief_validated_opens_the_way_out_of_brief(ask, campaign, finance, acting, manager):
    from campaigns.gates import gate_report
    from campaigns.services.lifecycle import GateClosed, campaign_advance

    with pytest.raises(GateClosed):
        campaign_advance(campaign=campaign, actor=acting(manager), expected_phase="BRIEF")
    sign(ask(finance).signatures.get())
    assert gate_report(campaign).can_advance
    campaign_advance(campaign=campaign, actor=acting(manager), expected_phase="BRIEF")
    assert campaign.phase == "PLANNING"


def test_a_change_nobody_told_closes_the_gate_at_the_latest(ask, campaign, finance, acting, manager):
    from campaigns.services.lifecycle import GateClosed, campaign_advance

    request = ask(finance)
    sign(request.signatures.get())
    campaign.objectives.update(target=9999)
    with pytest.raises(GateClosed):
        campaign_advance(campaign=campaign, actor=acting(manager), expected_phase="BRIEF")
    request.refresh_from_db()
    assert request.status == "voided"
