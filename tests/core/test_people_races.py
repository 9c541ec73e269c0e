"""Administrators stepping down, and answers to one invitation, at the same moment."""

from threading import Barrier

import pytest
from django.db import connection

from core.models import Invitation, Membership, OutboxMessage, Role, User
from core.selectors.people import administrators
from core.services import members
from core.services.invitations import invitation_send, invitation_sign_up
from core.services.members import membership_deactivate
from tests.races import together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def two_administrators(admin, manager):
    Membership.objects.filter(pk=manager.pk).update(role=Role.ADMIN)
    return admin, Membership.objects.select_related("workspace", "user").get(pk=manager.pk)


def closings(acting, first, second):
    """Each closes the other's access."""
    return (
        lambda: membership_deactivate(actor=acting(first), membership=second),
        lambda: membership_deactivate(actor=acting(second), membership=first),
    )


def test_two_administrators_closing_each_other_leave_one(acting, workspace, two_administrators):
    outcome = together(*closings(acting, *two_administrators))
    assert administrators(workspace).count() == 1
    assert [type(error).__name__ for error in outcome if error] == ["LastAdministrator"]


def test_without_the_lock_they_can_both_be_gone(acting, workspace, two_administrators, monkeypatch):
    """The control: both look, both see the other, both write."""
    if connection.vendor == "sqlite":
        # Its transactions begin as writers, one at a time: there the race cannot even be staged.
        monkeypatch.setattr(members.transaction, "atomic", _no_transaction)
    looked = Barrier(2, timeout=60)
    real = members._keep_an_administrator

    def look_together(membership):
        real(membership)
        looked.wait()

    monkeypatch.setattr(members, "_hold", lambda workspace: None)
    monkeypatch.setattr(members, "_keep_an_administrator", look_together)
    together(*closings(acting, *two_administrators))
    assert administrators(workspace).count() == 0


class _no_transaction:  # noqa: N801 - stands for a function
    def __enter__(self) -> None: ...

    def __exit__(self, *error: object) -> None: ...


def test_an_invitation_answered_twice_at_once_makes_one_account(acting, admin, workspace):
    invitation_send(actor=acting(admin), email="lea@example.com", role=Role.VIEWER)

    def accept():
        found = Invitation.objects.select_related("workspace").get()
        return invitation_sign_up(invitation=found, name="Léa", password="une phrase à moi", language="fr")

    outcome = together(accept, accept, accept)
    assert [type(each).__name__ for each in outcome].count("Membership") == 1
    assert User.objects.filter(email="lea@example.com").count() == 1
    assert Membership.objects.filter(user__email="lea@example.com").count() == 1


def test_one_address_invited_twice_at_once_is_invited_once(acting, admin, workspace):
    def invite():
        return invitation_send(actor=acting(admin), email="lea@example.com", role=Role.VIEWER)

    outcome = together(invite, invite, invite)
    assert sorted(type(each).__name__ for each in outcome) == [
        "Invitation",
        "ValidationError",
        "ValidationError",
    ]
    assert Invitation.objects.count() == OutboxMessage.objects.count() == 1
