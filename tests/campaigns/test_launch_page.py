"""«Prêt à lancer»: six criteria live, who holds each, and one click to remind or to mend."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Signature
from campaigns.services.signoff import signoff_request
from core.models import OutboxMessage
from tests.campaigns.signing import sign
from tests.campaigns.waiving import waiver_grant

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(campaign):
    return reverse("campaigns:launch", args=[campaign.workspace.slug, campaign.reference])


@pytest.fixture
def remind(campaign):
    args = [campaign.workspace.slug, campaign.reference, "brief"]
    return reverse("campaigns:launch-remind", args=args)


@pytest.fixture
def asked(campaign, acting, manager, finance, viewer, today):
    return signoff_request(
        campaign=campaign, actor=acting(manager), kind="brief", signers=[finance, viewer], due_on=today
    )


def text(response):
    return response.content.decode()


def test_a_reminder_is_offered_only_where_a_signature_is_awaited(as_, manager, url, remind, asked):
    page = text(as_(manager).get(url))
    assert page.count(f'action="{remind}"') == 1
    assert "Relancer Paul Tessier et Sophie Lambert, Brief validé" in page
    assert page.count("/relancer/") == 1
    for signature in asked.signatures.all():
        sign(signature)
    assert "/relancer/" not in text(as_(manager).get(url))


def test_those_who_may_not_remind_are_shown_where_to_look(as_, contributor, url, asked):
    page = text(as_(contributor).get(url))
    assert "/relancer/" not in page
    assert "attend Paul Tessier (Finance) et Sophie Lambert" in page


def test_one_click_reminds_all_who_have_not_answered(as_, manager, url, remind, asked):
    first, second = asked.signatures.order_by("id")
    sign(first, typed_name=first.name)
    before = OutboxMessage.objects.filter(kind="mail").count()
    answer = as_(manager).post(remind, follow=True)
    assert answer.redirect_chain == [(url, 303)]
    assert f"La relance est partie pour {second.name}." in text(answer)
    assert OutboxMessage.objects.filter(kind="mail").count() == before + 1
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.reminded_at is None
    assert second.reminded_at is not None
    assert "Relancé le" in text(answer)


def test_a_second_click_within_the_hour_sends_nothing(as_, manager, remind, asked):
    browser = as_(manager)
    browser.post(remind)
    sent = OutboxMessage.objects.count()
    assert "Personne à relancer" in text(browser.post(remind, follow=True))
    assert OutboxMessage.objects.count() == sent
    Signature.objects.update(reminded_at=timezone.now() - timedelta(hours=2))
    assert "La relance est partie" in text(browser.post(remind, follow=True))


def test_a_content_nobody_signs_has_no_reminder(as_, manager, campaign):
    args = [campaign.workspace.slug, campaign.reference, "tracking"]
    assert as_(manager).post(reverse("campaigns:launch-remind", args=args)).status_code == 404


def test_the_page_asks_again_by_itself_for_its_criteria_alone(as_, viewer, url):
    browser = as_(viewer)
    page, part = (
        text(browser.get(url)),
        text(browser.get(url, headers={"HX-Request": "true", "HX-Target": "launch-live"})),
    )
    assert 'hx-trigger="every 30s, focus from:window"' in page
    assert page.count('class="criteria"') == part.count('class="criteria"') == 2
    assert "<html" in page
    assert "<html" not in part
    assert 'id="launch-live"' in part


def test_a_waiver_stands_beside_its_criterion(as_, viewer, acting, admin, campaign, url, today):
    waiver_grant(
        campaign=campaign, actor=acting(admin), check_key="budget_signed", reason="Signature en route",
        valid_until=today,
    )  # fmt: skip
    for address in (url, reverse("campaigns:campaign", args=[campaign.workspace.slug, campaign.reference])):
        page = text(as_(viewer).get(address))
        assert "Dérogation accordée par Inès Moreau" in page
        assert "Signature en route" in page


def test_more_waves_and_signers_cost_no_more_queries(
    as_, manager, campaign, url, asked, meta, django_assert_max_num_queries, django_assert_num_queries
):
    browser = as_(manager)
    browser.get(url)
    with django_assert_max_num_queries(60) as counted:
        browser.get(url)
    for number in range(2, 6):
        wave = campaign.waves.create(number=number, name=f"Vague {number}", goes_live_on=campaign.launch_on)
        wave.placements.create(channel=meta, format=meta.formats.get())
    with django_assert_num_queries(len(counted)):
        browser.get(url)
