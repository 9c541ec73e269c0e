"""Links nobody was sent: forged, cut, swapped, made for something else. None opens, nothing is recorded."""

import random
import string

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.models import EvidenceEvent, Signature, SigningCode
from campaigns.selectors.signoff import signature_by_token
from campaigns.services.inviting import token_hash
from campaigns.services.signoff import signoff_request
from tests.campaigns.brief_world import write_brief
from tests.campaigns.signing import link_of

pytestmark = pytest.mark.django_db
ALPHABET = string.ascii_letters + string.digits + "-_"
MILLION = 1_000_000
LOOK_UP = 20_000


@pytest.fixture
def asked(campaign, kpi, acting, manager, finance, today):
    write_brief(campaign, kpi)
    return signoff_request(
        campaign=campaign, actor=acting(manager), kind="brief", signers=[finance], due_on=today
    ).signatures.get()


@pytest.fixture
def token(asked):
    return link_of(asked).split("/v/")[1].strip("/")


def forgeries(token, count, dice):
    """Near misses first: one letter changed, cut, doubled, turned round; then guesses of the same shape."""
    for place in range(len(token)):
        for letter in ALPHABET:
            if letter != token[place]:
                yield token[:place] + letter + token[place + 1 :]
        yield token[:place]
        yield token[:place] + token[place] + token[place:]
        yield token[place:] + token[:place] if place else token + "="
    for left in range(len(token) - 1):
        if token[left] != token[left + 1]:
            yield token[:left] + token[left + 1] + token[left] + token[left + 2 :]
    yield from (token.lower(), token.upper(), token[::-1], f" {token}", f"{token}\n", token_hash(token))
    for _guess in range(count):
        yield "".join(dice.choices(ALPHABET, k=len(token)))


def test_a_million_forgeries_open_nothing(asked, token):
    """Through the same hash and the same look-up as a link, a chunk of them at a time."""
    dice, tried, chunk = random.Random(20261122), 0, []

    def look_up(hashes):
        assert not Signature.objects.filter(token_hash__in=hashes).exists()

    for forged in forgeries(token, MILLION, dice):
        assert forged != token
        chunk.append(token_hash(forged))
        tried += 1
        if len(chunk) == LOOK_UP:
            look_up(chunk)
            chunk = []
    look_up(chunk)
    assert tried > MILLION
    # The control: the look-up does find the one that was sent.
    assert Signature.objects.filter(token_hash__in=[token_hash(token)]).get() == asked
    assert signature_by_token(token) == asked


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(forged=st.text(st.characters(exclude_characters="/\x00", exclude_categories=["Cs"]), min_size=1))
def test_whatever_the_address_the_page_is_the_neutral_one(asked, forged):
    before = EvidenceEvent.objects.count()
    answer = Client().get(reverse("campaigns:signoff-link", args=[forged]))
    assert answer.status_code == 404
    assert EvidenceEvent.objects.count() == before
    assert not SigningCode.objects.exists()


def test_what_was_signed_for_another_purpose_is_not_a_link_nor_a_cookie(asked, token):
    path = reverse("campaigns:signoff-page", args=[asked.pk])
    elsewhere = reverse("campaigns:signoff-page", args=[asked.pk + 1])
    for cookie in (
        token,
        str(asked.pk),
        signing.get_cookie_signer(salt=elsewhere).sign(str(asked.pk)),
        signing.get_cookie_signer(salt="validation").sign(str(asked.pk)),
        signing.dumps(asked.pk),
        signing.TimestampSigner().sign(str(asked.pk)),
    ):
        browser = Client()
        browser.cookies["validation"] = cookie
        assert browser.get(path).status_code == 404
        assert browser.post(path, {"action": "code"}).status_code == 404
    assert not SigningCode.objects.exists()


def test_every_cut_of_a_true_cookie_is_refused(asked, token):
    path = reverse("campaigns:signoff-page", args=[asked.pk])
    true = Client().get(f"/v/{token}/").cookies["validation"].value
    for length in range(len(true)):
        browser = Client()
        browser.cookies["validation"] = true[:length]
        assert browser.get(path).status_code == 404, length
    whole = Client()
    whole.cookies["validation"] = true
    assert whole.get(path).status_code == 200
