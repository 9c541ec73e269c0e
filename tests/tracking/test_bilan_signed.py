"""A bilan approved by people without an account: frozen, asked, void when it moves, published with it."""

import io
import json
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from campaigns.documents_version import frozen_version
from campaigns.gates import Scope
from campaigns.models import Campaign, SignOffRequest
from campaigns.selectors.signoff import changes_to_current, standings
from campaigns.services.signoff import signoff_request, signoff_withdraw
from campaigns.signoff import canonical_json, content_kind, content_title, current_canonical
from core.documents import document_make
from core.models import Document
from tests.campaigns.signing import link_of, page_of, sign, words
from tests.tracking.conftest import at, days_ago, on_air
from tests.tracking.test_bilans import draft, measured, over
from tracking.checks import bilan_published
from tracking.models import Bilan, Learning
from tracking.selectors.bilan import bilan_page
from tracking.selectors.bilan_signed import bilan_content, bilan_key
from tracking.services.bilan import (
    BilanPublished,
    bilan_edit,
    bilan_freeze,
    bilan_publish,
    bilan_start,
    bilan_unfreeze,
    learning_add,
    learning_edit,
    learning_remove,
)

__all__ = ["draft", "measured", "over"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def frozen(draft, hugo) -> Bilan:
    """Written, and its figures stopped."""
    return bilan_freeze(bilan=draft, actor=hugo)


@pytest.fixture
def ask(hugo, finance, today):
    def make(bilan: Bilan, *signers) -> SignOffRequest:
        return signoff_request(
            campaign=bilan.campaign,
            actor=hugo,
            kind=bilan_key(bilan.pk),
            signers=signers or [finance],
            due_on=today + timedelta(days=3),
        )

    return make


def status_after(request: SignOffRequest) -> str:
    return SignOffRequest.objects.get(pk=request.pk).status


def plain(text: str) -> str:
    return " ".join(text.replace("\u202f", " ").replace("\xa0", " ").split())


# What is frozen ----------------------------------------------------------------------------------------


def test_frozen_figures_no_longer_follow_the_day(frozen, hugo, measure):
    measure("leads", 5, ago=9)
    assert bilan_page(frozen.campaign).kpis[0].actual == "410"
    once = Bilan.objects.get().frozen_at
    assert bilan_freeze(bilan=frozen, actor=hugo).frozen_at == once, "freezing twice changes nothing"
    bilan_unfreeze(bilan=frozen, actor=hugo)
    assert bilan_page(frozen.campaign).kpis[0].actual == "415"


def test_a_period_that_runs_is_not_frozen(live, source, target, hugo):
    bilan = bilan_start(campaign=live, actor=hugo)
    with pytest.raises(ValidationError, match="La période court"):
        bilan_freeze(bilan=bilan, actor=hugo)
    assert Bilan.objects.get().frozen_at is None


def test_publishing_keeps_the_figures_that_were_frozen(frozen, claire, measure):
    measure("leads", 5, ago=9)
    published = bilan_publish(bilan=frozen, actor=claire)
    assert published.frozen_at == frozen.frozen_at < published.published_at
    assert bilan_page(frozen.campaign).kpis[0].actual == "410"


def test_the_content_is_what_the_signer_reads_and_the_same_bytes_each_time(frozen, target, measure):
    key = bilan_key(frozen.pk)
    once = current_canonical(frozen.campaign, key)
    content = json.loads(once)
    assert canonical_json(content) == once
    assert content["summary"] == "Promis, tenu, sous le budget."
    assert content["learnings"] == [
        {"text": "Commencer par la story.", "kind": "keep", "evidence": "", "channel": ""}
    ]
    assert content["figures"]["kpis"][0]["actual"] == "410.0000"
    assert content["period"]["end"] == frozen.period_end.isoformat()
    assert "channels" not in content["figures"], "what nobody is shown is not signed"
    measure("leads", 5, ago=9)
    assert current_canonical(Campaign.objects.get(pk=frozen.campaign_id), key) == once


def test_it_is_asked_once_its_figures_are_frozen(draft, ask, hugo):
    kind = content_kind(bilan_key(draft.pk))
    assert "figez-les" in kind.unready(draft.campaign)[0]
    with pytest.raises(ValidationError, match="figez-les"):
        ask(draft)
    bilan_freeze(bilan=draft, actor=hugo)
    assert kind.unready(draft.campaign) == []
    assert ask(draft).status == SignOffRequest.Status.OPEN


def test_each_bilan_of_an_always_on_campaign_is_named_by_its_period(
    campaign, source, target, measure, hugo, claire, ask
):
    running = on_air(campaign, days=100, of=None, phase="SUIVI")
    measure("leads", 700, ago=90)
    first = bilan_start(campaign=running, actor=hugo, period_end=days_ago(40))
    bilan_edit(bilan=first, actor=hugo, expected_version=1, changes={"summary": "Tenu."})
    learning_add(bilan=first, actor=hugo, values={"kind": "keep", "text": "Refaire."})
    bilan_freeze(bilan=first, actor=hugo)
    sign(ask(first).signatures.get())
    bilan_publish(bilan=first, actor=claire)
    second = bilan_start(campaign=running, actor=hugo, period_end=days_ago(1))
    bilan_freeze(bilan=second, actor=hugo)
    titles = [content_title(bilan_key(each.pk)) for each in (first, second)]
    assert len(set(titles)) == 2
    assert all(title.startswith("Bilan, ") for title in titles)
    ask(second)
    bilan_edit(bilan=second, actor=hugo, expected_version=1, changes={"summary": "Autre période."})
    statuses = dict(SignOffRequest.objects.values_list("kind", "status"))
    assert statuses == {bilan_key(first.pk): "approved", bilan_key(second.pk): "voided"}
    listed = [each.kind.key for each in standings(running)]
    assert listed[-2:] == [bilan_key(first.pk), bilan_key(second.pk)]


def test_the_bilan_of_a_campaign_is_not_anothers(
    frozen, campaign, ask, workspace, manager, hugo, finance, today
):
    other = Campaign.objects.create(
        workspace=workspace, reference="2026-LAN-02", name="Autre", type="LANCEMENT", owner=manager,
        prepares_on=today, launch_on=today, ends_on=today,
    )  # fmt: skip
    with pytest.raises(ValidationError, match="n’a pas ce contenu"):
        signoff_request(
            campaign=other, actor=hugo, kind=bilan_key(frozen.pk), signers=[finance], due_on=today
        )
    assert bilan_content(other, frozen.pk)["summary"] == ""


# What voids it -----------------------------------------------------------------------------------------


def _learning() -> Learning:
    return Learning.objects.get()


MATERIAL = {
    "the summary": lambda bilan, actor: bilan_edit(
        bilan=bilan, actor=actor, expected_version=bilan.version, changes={"summary": "Autre."}
    ),
    "the difficulties": lambda bilan, actor: bilan_edit(
        bilan=bilan, actor=actor, expected_version=bilan.version, changes={"difficulties": "Une."}
    ),
    "one more learning": lambda bilan, actor: learning_add(
        bilan=bilan, actor=actor, values={"kind": "avoid", "text": "Ne pas finir ainsi."}
    ),
    "another learning": lambda bilan, actor: learning_edit(
        learning=_learning(), actor=actor, expected_version=1, changes={"text": "Autre."}
    ),
    "one learning less": lambda bilan, actor: learning_remove(learning=_learning(), actor=actor),
    "the figures": lambda bilan, actor: bilan_unfreeze(bilan=bilan, actor=actor),
}


@pytest.mark.parametrize("change", MATERIAL)
def test_a_material_change_voids_the_approval_at_once(frozen, hugo, ask, change):
    request = ask(frozen)
    sign(request.signatures.get())
    MATERIAL[change](Bilan.objects.get(pk=frozen.pk), hugo)
    assert status_after(request) == SignOffRequest.Status.VOIDED


def test_what_changes_nothing_and_what_is_measured_later_void_nothing(frozen, hugo, ask, measure):
    request = ask(frozen)
    sign(request.signatures.get())
    bilan = Bilan.objects.get()
    bilan_edit(bilan=bilan, actor=hugo, expected_version=bilan.version, changes={"summary": bilan.summary})
    bilan_freeze(bilan=bilan, actor=hugo)
    measure("leads", 5, ago=9)
    assert status_after(request) == SignOffRequest.Status.APPROVED
    assert current_canonical(frozen.campaign, request.kind) == request.snapshot.content


def test_figures_frozen_again_say_what_moved(frozen, hugo, ask, measure):
    request = ask(frozen)
    bilan_unfreeze(bilan=frozen, actor=hugo)
    measure("leads", 5, ago=9)
    bilan_freeze(bilan=frozen, actor=hugo)
    said = {change.label: (change.before, change.after) for change in changes_to_current(request)}
    kpi = next(label for label in said if label.endswith("obtenu"))
    assert said[kpi] == ("410", "415")


# Publishing --------------------------------------------------------------------------------------------


def finding(bilan: Bilan):
    return bilan_published([Scope(Campaign.objects.select_related("workspace", "owner__user").get())])[0]


def test_nobody_asked_it_is_published_as_before(draft, claire):
    assert bilan_publish(bilan=draft, actor=claire).published_at


def test_while_it_waits_it_is_not_published_and_says_who_holds_it(frozen, claire, ask, finance):
    request = ask(frozen)
    with pytest.raises(ValidationError, match=f"Attend {finance.name}"):
        bilan_publish(bilan=frozen, actor=claire)
    assert Bilan.objects.get().published_at is None
    assert finding(frozen).held_by == finance.name
    assert "n’est pas publié" in finding(frozen).why
    sign(request.signatures.get())
    assert bilan_publish(bilan=frozen, actor=claire).published_at
    assert finding(frozen).ok


def test_refused_it_is_not_published(frozen, claire, ask):
    sign(ask(frozen).signatures.get(), "rejected", reason="Le coût manque.")
    with pytest.raises(ValidationError, match="refusée par Paul Tessier"):
        bilan_publish(bilan=frozen, actor=claire)


def test_void_it_is_not_published(frozen, claire, hugo, ask):
    sign(ask(frozen).signatures.get())
    learning_add(bilan=frozen, actor=hugo, values={"kind": "keep", "text": "De plus."})
    with pytest.raises(ValidationError, match="périmée"):
        bilan_publish(bilan=frozen, actor=claire)


def test_a_silent_change_is_found_at_publication_and_stays_void(frozen, claire, ask):
    request = ask(frozen)
    sign(request.signatures.get())
    Learning.objects.update(text="Changé en douce")
    with pytest.raises(ValidationError, match="périmée"):
        bilan_publish(bilan=frozen, actor=claire)
    assert status_after(request) == SignOffRequest.Status.VOIDED
    assert Bilan.objects.get().published_at is None


def test_withdrawn_it_is_published_without(frozen, claire, hugo, ask):
    signoff_withdraw(request=ask(frozen), actor=hugo)
    assert bilan_publish(bilan=frozen, actor=claire).published_at


def test_a_published_bilan_is_neither_frozen_nor_freed(frozen, claire, hugo):
    bilan_publish(bilan=frozen, actor=claire)
    for action in (bilan_freeze, bilan_unfreeze):
        with pytest.raises(BilanPublished):
            action(bilan=frozen, actor=hugo)


# Pages -------------------------------------------------------------------------------------------------


def test_it_goes_from_frozen_to_approved_to_published_in_the_browser(
    draft, as_, contributor, manager, finance, today
):
    team, campaign = as_(contributor), draft.campaign
    page = words(team.get(at("bilan", campaign)))
    assert at("bilan-freeze", campaign) in page
    assert "Les chiffres sont figés" in words(team.post(at("bilan-freeze", campaign), follow=True))
    ask_url = reverse(
        "campaigns:signoff-request", args=[campaign.workspace.slug, campaign.reference, bilan_key(draft.pk)]
    )
    assert ask_url in words(team.get(at("bilan", campaign)))
    asked = team.post(
        ask_url,
        {"signers": [f"s{finance.pk}"], "due_on": today.isoformat(), "message": "", "rule": "all"},
    )
    assert asked.status_code == 303, words(asked)
    leader = as_(manager)
    page = words(leader.get(at("bilan", campaign)))
    assert f"Attend {finance.name}" in page
    assert "Sa validation a été demandée" in page
    refused = words(leader.post(at("bilan-publish", campaign), follow=True))
    assert f"Attend {finance.name}" in refused
    sign(SignOffRequest.objects.get().signatures.get())
    assert "Bilan publié" in words(leader.post(at("bilan-publish", campaign), follow=True))


def test_whoever_edits_is_told_that_the_approval_is_void(frozen, ask, as_, contributor):
    ask(frozen)
    values = {"kind": "keep", "text": "De plus.", "evidence": ""}
    said = words(as_(contributor).post(at("learning-add", frozen.campaign), values, follow=True))
    assert "La validation « Bilan de campagne » est périmée" in said


def test_a_director_reads_all_of_it_by_their_link(frozen, ask, hugo):
    signature = ask(frozen).signatures.get()
    browser = Client()
    browser.get(link_of(signature))
    page = plain(words(browser.get(page_of(signature))))
    shown = (
        "1 objectif tenu sur 1",
        "Promis, tenu, sous le budget.",
        "Commencer par la story.",
        "410",
        "900,00 €",
        "Mise en ligne",
        "le bilan de campagne",
        signature.request.snapshot.sha256,
    )
    for part in shown:
        assert part in page, part
    assert "<svg" in page


def test_the_pdf_of_the_version_is_laid_out(frozen, ask):
    from django.template.loader import render_to_string

    from core.pdf import pdf_render

    page = frozen_version(f"snapshot:{ask(frozen).snapshot_id}")
    body = pdf_render(render_to_string(page.template, {**page.context, "document": None}))
    text = plain(" ".join(each.extract_text() for each in PdfReader(io.BytesIO(body)).pages))
    assert "Commencer par la story" in text
    assert "410" in text


def test_the_bilan_in_pdf_prints_who_approved_it_and_the_fingerprint(frozen, ask, claire, as_, contributor):
    request = ask(frozen)
    sign(request.signatures.get())
    bilan_publish(bilan=frozen, actor=claire)
    as_(contributor).post(at("bilan-pdf", frozen.campaign), {"numero": frozen.number})
    document = Document.objects.filter(builder="bilan").latest("created_at")
    document_make(str(document.pk))
    document.refresh_from_db()
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(document.file.read())).pages)
    assert "Paul Tessier" in text
    assert "Approuvé" in text
    assert request.snapshot.sha256 in text.replace("\n", "").replace(" ", "")
