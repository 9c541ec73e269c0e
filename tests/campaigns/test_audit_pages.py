"""«Preuves»: everything on record about a campaign, filtered, paged, taken away and verified elsewhere."""

import csv
import hashlib
import io
import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from campaigns.evidence_words import SAID_TWICE
from campaigns.models import Campaign, EvidenceEvent
from campaigns.services.evidence import Fact, evidence_append_all
from campaigns.services.lifecycle import campaign_pause, campaign_resume
from campaigns.services.purging import purging
from campaigns.services.signoff import signoff_request
from core.audit import audit_record
from core.models import AuditEvent
from tests.campaigns.signing import sign
from tests.campaigns.waiving import waiver_grant

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(campaign):
    def at(name="audit", **query):
        return reverse(
            f"campaigns:{name}", args=[campaign.workspace.slug, campaign.reference], query=query or None
        )

    return at


@pytest.fixture
def lived(campaign, acting, manager, admin, finance, today):
    """A signature, a pause, a waiver, an edit: one of each."""
    asked = signoff_request(
        campaign=campaign, actor=acting(manager), kind="brief", signers=[finance], due_on=today
    )
    sign(asked.signatures.get())
    campaign_pause(campaign=campaign, actor=acting(manager), reason="Rupture de stock à Évreux")
    campaign_resume(campaign=campaign, actor=acting(manager))
    waiver_grant(
        campaign=campaign, actor=acting(admin), check_key="budget_signed", reason="=1+1", valid_until=today
    )
    audit_record(
        workspace=campaign.workspace, actor=admin.user, verb="changed", scope=campaign.scope, label="Objectif"
    )
    return campaign


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def whats(response):
    return [line.what for line in response.context["lines"]]


def test_the_chain_and_the_journal_are_one_list_newest_first(lived, as_, viewer, url):
    answer = as_(viewer).get(url())
    lines = answer.context["lines"]
    once = AuditEvent.objects.exclude(verb__in=SAID_TWICE)
    assert 0 < once.count() < AuditEvent.objects.count(), "what the chain states too is said once"
    assert len(lines) == EvidenceEvent.objects.count() + once.count()
    assert [line.when for line in lines] == sorted((line.when for line in lines), reverse=True)
    page = text(answer)
    for said in (
        "a figé le brief, version 1",
        "a approuvé le brief, version 1",
        "a mis la campagne en pause",
        "a accordé une dérogation sur «\u202fBudget signé\u202f»",
        "a modifié «\u202fObjectif\u202f»",
    ):
        assert said in page, said
    assert EvidenceEvent.objects.first().digest in page


def test_every_kind_of_evidence_has_words(lived, as_, viewer, url):
    for line in as_(viewer).get(url()).context["lines"]:
        assert line.kind != line.what
        assert "%(" not in line.what


def test_filters_by_nature_person_day_and_words(lived, as_, viewer, url, today):
    browser = as_(viewer)
    assert whats(browser.get(url(quoi="derogations"))) == [
        "a accordé une dérogation sur «\u202fBudget signé\u202f»"
    ]
    assert whats(browser.get(url(quoi="passages"))) == ["a repris la campagne", "a mis la campagne en pause"]
    assert all(line.evidence is None for line in browser.get(url(quoi="journal")).context["lines"])
    assert {line.who for line in browser.get(url(qui="ines")).context["lines"]} == {"Inès Moreau"}
    assert len(browser.get(url(q="evreux")).context["lines"]) == 2  # the pause, and the end of that pause
    assert browser.get(url(au=(today - timedelta(days=1)).isoformat())).context["lines"] == []
    assert len(browser.get(url(du=today.isoformat(), au=today.isoformat())).context["lines"]) > 5


@pytest.mark.parametrize("query", [{"quoi": "nulle-part"}, {"du": "hier"}, {"page": "999"}, {"q": "(" * 90}])
def test_a_filter_nobody_understands_breaks_nothing(lived, as_, viewer, url, query):
    assert as_(viewer).get(url(**query)).status_code == 200


def test_nothing_of_another_campaign_is_shown(lived, as_, viewer, url, workspace, manager, today, acting):
    other = Campaign.objects.create(
        workspace=workspace, reference="AUTRE", name="Autre", type="FLASH", owner=manager, prepares_on=today,
        launch_on=today, ends_on=today,
    )  # fmt: skip
    campaign_pause(campaign=other, actor=acting(manager), reason="Secret d’une autre")
    assert "Secret d’une autre" not in text(as_(viewer).get(url()))
    assert "Secret d’une autre" not in text(as_(viewer).get(url("audit-json")))


def test_the_page_takes_as_many_queries_however_long_the_record(
    lived, as_, viewer, url, workspace, django_assert_max_num_queries
):
    browser = as_(viewer)
    browser.get(url())
    with django_assert_max_num_queries(20) as counted:
        browser.get(url())
    facts = [
        Fact(lived, "campaign_paused", f"phasechange:{n}", {}, {"by": "Inès", "reason": str(n)})
        for n in range(150)
    ]
    evidence_append_all(workspace=workspace, facts=facts)
    with django_assert_max_num_queries(len(counted)):
        answer = browser.get(url())
    assert len(answer.context["lines"]) == 50
    assert "page=2" in text(answer)


def test_the_csv_says_the_same_and_runs_nothing(lived, as_, viewer, url):
    answer = as_(viewer).get(url("audit-csv"))
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    once = AuditEvent.objects.exclude(verb__in=SAID_TWICE)
    assert len(rows) - 1 == EvidenceEvent.objects.count() + once.count()
    assert {len(row) for row in rows} == {8}
    assert any(row[3] == "'=1+1" for row in rows)
    only = as_(viewer).get(url("audit-csv", quoi="derogations"))
    assert len(only.content.decode().splitlines()) == 2


def test_the_json_can_be_verified_elsewhere(lived, as_, manager, url):
    document = json.loads(text(as_(manager).get(url("audit-json"))))
    assert document["campaign"] == lived.reference
    before = ""
    for event in document["evidence"]:
        assert hashlib.sha256(event["payload"].encode()).hexdigest() == event["digest"]
        payload = json.loads(event["payload"])
        assert payload["previous"] == event["previous"] == before
        before = event["digest"]
        if event["identity"]:
            salted = f"{event['identity']['salt']}\n{event['identity']['data']}"
            assert hashlib.sha256(salted.encode()).hexdigest() == payload["identity"]
    assert (document["head"]["digest"], document["head"]["sequence"]) == (before, len(document["evidence"]))
    assert {row["verb"] for row in document["journal"]} >= {"changed", "waiver_granted"}


def test_who_reads_only_gets_the_chain_without_addresses(lived, as_, viewer, url):
    body = text(as_(viewer).get(url("audit-json")))
    assert json.loads(body)["evidence"][0]["identity"] == {"withheld": True}
    assert "192.0.2.7" not in body
    assert "paul.tessier@example.com" not in body


def test_a_person_erased_is_said_so(lived, as_, viewer, url):
    event = EvidenceEvent.objects.get(kind="campaign_paused")
    with purging(reason="Effacement demandé", by="test"):
        type(event.identity).objects.filter(event=event).update(data="", salt="", erased_at=timezone.now())
    lines = as_(viewer).get(url(quoi="passages")).context["lines"]
    assert [line.who for line in lines] == ["Claire Vasseur", "Personne effacée"]


def test_the_history_leads_there(lived, as_, viewer, url):
    assert url() in text(as_(viewer).get(url("history")))
