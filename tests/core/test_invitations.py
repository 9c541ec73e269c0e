"""Inviting people by e-mail, and accepting."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.context import landing_url
from core.models import AuditEvent, Invitation, Membership, OutboxMessage, Role, User
from core.selectors.people import invitation_get, token_digest
from core.services.invitations import InvitationClosed, invitation_send, invitation_sign_up
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
EMAIL = "lea.fontaine@example.com"
NEWCOMER = {"name": "Léa Fontaine", "password": "une phrase à moi"}


@pytest.fixture
def invite_url(workspace):
    return reverse("core:invite", args=[workspace.slug])


@pytest.fixture
def invitation(acting, admin) -> Invitation:
    return invitation_send(actor=acting(admin), email=EMAIL, role=Role.CONTRIBUTOR)


def token_of(mail: OutboxMessage) -> str:
    return re.search(r"/invitation/([^/\s]+)/", mail.payload["body"])[1]


@pytest.fixture
def link(invitation) -> str:
    return reverse("core:invitation", args=[token_of(OutboxMessage.objects.get())])


def state_url(invitation: Invitation, action: str) -> str:
    return reverse(f"core:invitation-{action}", args=[invitation.workspace.slug, invitation.pk])


def state_of_the_database() -> tuple:
    return (
        list(Invitation.objects.values()),
        list(Membership.objects.values()),
        User.objects.count(),
        AuditEvent.objects.count(),
        OutboxMessage.objects.count(),
    )


# Sending


def test_an_administrator_invites_and_the_mail_says_who_where_and_until_when(as_, admin, invite_url):
    page = as_(admin).post(invite_url, {"email": "Lea.Fontaine@Example.com", "role": "viewer"}, follow=True)
    assert "L’invitation est partie à lea.fontaine@example.com." in page.text
    assert EMAIL in page.text
    mail = OutboxMessage.objects.get()
    assert mail.payload["to"] == EMAIL
    assert mail.payload["subject"] == "Inès Moreau vous invite dans l’espace Maison Lumen"
    assert "Lecteur" in mail.payload["body"]
    assert "aucun compte n’est créé" in mail.payload["body"]


def test_an_apostrophe_in_a_name_arrives_as_an_apostrophe(acting, admin, workspace):
    workspace.name = "L'Atelier d'Inès & Cie"
    workspace.save()
    invitation_send(actor=acting(admin), email=EMAIL, role=Role.VIEWER)
    assert OutboxMessage.objects.get().payload["subject"].endswith("L'Atelier d'Inès & Cie")


def test_only_the_hash_of_the_secret_is_kept(invitation):
    token = token_of(OutboxMessage.objects.get())
    assert len(token) >= 32
    stored = [str(value) for value in Invitation.objects.values().get().values()]
    assert token not in stored
    assert invitation.token_hash == token_digest(token)


def test_a_form_sent_twice_invites_once(as_, admin, invite_url):
    browser = as_(admin)
    key = re.search(r'name="submission" value="([^"]+)"', browser.get(invite_url).text)[1]
    answers = [
        browser.post(invite_url, {"email": EMAIL, "role": "viewer", "submission": key}) for _again in range(2)
    ]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Invitation.objects.count() == OutboxMessage.objects.count() == 1


@pytest.mark.parametrize(
    ("email", "words"),
    [
        ("", "À quelle adresse envoyer l’invitation"),
        ("lea.fontaine", "Cette adresse n’est pas complète."),
        (EMAIL, "Une invitation attend déjà cette adresse."),
        (EMAIL.upper(), "Une invitation attend déjà cette adresse."),
        ("sophie@maison-lumen.example.com", "Sophie Lambert est déjà membre de cet espace."),
    ],
)
def test_an_address_that_cannot_be_invited_is_told_why(
    as_, admin, viewer, invitation, invite_url, email, words
):
    page = as_(admin).post(invite_url, {"email": email, "role": "viewer"})
    assert page.status_code == 422
    assert words in page.text
    assert Invitation.objects.count() == 1


def test_somebody_who_left_is_reopened_not_invited(as_, admin, viewer, invite_url):
    Membership.objects.filter(pk=viewer.pk).update(is_active=False)
    page = as_(admin).post(invite_url, {"email": viewer.user.email, "role": "viewer"})
    assert "Réactivez son accès depuis la page Membres." in page.text


def test_a_partner_is_not_invited_to_rule(as_, admin, invite_url):
    page = as_(admin).post(invite_url, {"email": EMAIL, "role": "admin", "team_only": "on"})
    assert page.status_code == 422
    assert "Un partenaire ne voit que le travail de ses équipes." in page.text


def test_sending_again_replaces_the_link_and_gives_two_more_weeks(client, as_, admin, invitation, link):
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    assert client.get(link).status_code == 404
    page = as_(admin).post(state_url(invitation, "resend"), follow=True)
    assert "L’ancien lien ne marche plus." in page.text
    first, second = OutboxMessage.objects.order_by("id")
    assert token_of(first) != token_of(second)
    assert client.get(reverse("core:invitation", args=[token_of(first)])).status_code == 404
    assert client.get(reverse("core:invitation", args=[token_of(second)])).status_code == 200


def test_a_revoked_invitation_leaves_the_list_and_its_link_opens_nothing(
    client, as_, admin, invitation, link
):
    browser = as_(admin)
    page = browser.post(state_url(invitation, "revoke"), follow=True)
    assert "Invitations en attente" not in page.text
    browser.post(state_url(invitation, "revoke"))
    assert client.get(link).status_code == 404
    assert "a déjà eu sa réponse" in browser.post(state_url(invitation, "resend"), follow=True).text
    assert AuditEvent.objects.filter(verb="invitation revoked").count() == 1


def test_an_invitation_of_another_workspace_cannot_be_touched(as_, stranger, invitation):
    browser = as_(stranger)
    for action in ("resend", "revoke"):
        url = reverse(f"core:invitation-{action}", args=[stranger.workspace.slug, invitation.pk])
        assert browser.post(url).status_code == 404
    invitation.refresh_from_db()
    assert invitation.is_pending


# Opening


def test_opening_the_link_changes_nothing(client, link):
    before = state_of_the_database()
    page = client.get(link)
    assert "Rejoindre Maison Lumen" in page.text
    assert "Inès Moreau vous invite." in page.text
    assert EMAIL in page.text
    client.head(link)
    assert state_of_the_database() == before


def test_whatever_closed_a_link_the_page_is_the_same(client, invitation, link):
    unknown = client.get(reverse("core:invitation", args=["inconnu"]))
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    expired = client.get(link)
    later = timezone.now() + timedelta(days=1)
    Invitation.objects.update(expires_at=later, revoked_at=timezone.now())
    revoked = client.get(link)
    Invitation.objects.update(revoked_at=None, accepted_at=timezone.now())
    accepted = client.get(link)
    pages = [unknown, expired, revoked, accepted]
    assert {page.status_code for page in pages} == {404}
    # The language switch carries the address asked for; all else is the same.
    token = link.split("/")[2]
    bodies = {re.sub(r'value="[^"]{32,}"', "", page.text.replace(token, "inconnu")) for page in pages}
    assert len({re.sub(r'"X-CSRFToken": "[^"]+"', "", body) for body in bodies}) == 1
    assert "Maison Lumen" not in expired.text


# Accepting without an account


def test_a_newcomer_chooses_a_name_and_a_password_and_is_in(client, invitation, link):
    response = client.post(link, NEWCOMER)
    membership = Membership.objects.get(user__email=EMAIL)
    assert (response.status_code, response["Location"]) == (303, landing_url(membership))
    assert (membership.role, membership.team_only) == (Role.CONTRIBUTOR, False)
    assert membership.user.name == "Léa Fontaine"
    assert membership.user.check_password(NEWCOMER["password"])
    assert client.session["_auth_user_id"] == str(membership.user.pk)
    assert invitation_get(link.split("/")[2]) is None


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": ""}, "Dites comment vous vous appelez."),
        ({"password": ""}, "Choisissez un mot de passe."),
        ({"password": "court"}, "trop court"),
        ({"password": "lea.fontaine"}, "trop semblable"),
    ],
)
def test_a_weak_answer_is_refused_in_words_and_nothing_is_made(client, invitation, link, typed, words):
    page = client.post(link, {**NEWCOMER, **typed})
    assert page.status_code == 422
    assert words in page.text
    assert not User.objects.filter(email=EMAIL).exists()
    invitation.refresh_from_db()
    assert invitation.is_pending


def test_accepting_twice_makes_one_account(client, django_user_model, link):
    from django.test import Client

    assert client.post(link, NEWCOMER).status_code == 303
    late = Client().post(link, {**NEWCOMER, "password": "celle d’un autre"})
    assert late.status_code == 404
    assert "connectez-vous" in late.text
    assert User.objects.get(email=EMAIL).check_password(NEWCOMER["password"])


def test_a_link_replaced_while_it_was_open_no_longer_accepts(invitation):
    stale = Invitation.objects.get()
    Invitation.objects.update(token_hash=token_digest("un autre"))
    with pytest.raises(InvitationClosed):
        invitation_sign_up(invitation=stale, language="fr", **NEWCOMER)
    assert not User.objects.filter(email=EMAIL).exists()


def test_a_partner_arrives_as_a_partner(client, acting, admin):
    invitation_send(actor=acting(admin), email=EMAIL, role=Role.CONTRIBUTOR, team_only=True)
    client.post(reverse("core:invitation", args=[token_of(OutboxMessage.objects.get())]), NEWCOMER)
    assert Membership.objects.get(user__email=EMAIL).team_only


# Accepting with an account


@pytest.fixture
def lea(db) -> User:
    return User.objects.create_user(EMAIL, PASSWORD, name="Léa Fontaine")


def test_somebody_with_an_account_signs_in_and_joins(client, lea, invitation, link):
    page = client.get(link)
    assert "a déjà un compte" in page.text
    assert f"{reverse('account_login')}?next={link}" in page.text
    signed_in = client.post(reverse("account_login"), {"login": EMAIL, "password": PASSWORD, "next": link})
    assert signed_in["Location"] == link
    assert "Rejoindre l’espace" in client.get(link).text
    joined = client.post(link)
    membership = Membership.objects.get(user=lea)
    assert joined["Location"] == landing_url(membership)


def test_the_link_alone_does_not_open_an_existing_account(client, lea, link):
    page = client.post(link, NEWCOMER)
    assert page.status_code == 200
    assert "_auth_user_id" not in client.session
    assert not Membership.objects.filter(user=lea).exists()


def test_somebody_else_signed_in_is_told_so_and_joins_nothing(as_, viewer, link):
    browser = as_(viewer)
    page = browser.get(link)
    assert "Vous êtes connecté au compte de Sophie Lambert" in page.text
    assert "Changer de compte" in browser.post(link).text
    assert Invitation.objects.get().is_pending


def test_a_member_closed_out_meanwhile_comes_back_with_the_invitations_role(client, lea, invitation, link):
    member = Membership.objects.create(
        workspace=invitation.workspace, user=lea, role=Role.ADMIN, is_active=False
    )
    client.force_login(lea)
    client.post(link)
    member.refresh_from_db()
    assert (member.is_active, member.role) == (True, Role.CONTRIBUTOR)
