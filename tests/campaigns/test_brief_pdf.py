"""The PDF «Brief campagne», and the frozen content's template it shares its data with."""

import io
import json

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from pypdf import PdfReader

from campaigns.contents_brief import brief_content
from campaigns.documents_brief import campaign_brief
from campaigns.models import Campaign, Signature
from campaigns.services.signoff import signoff_request
from campaigns.signoff import current_content
from core.documents import SubjectGone, document_make
from core.models import Document
from tests.campaigns.brief_world import write_brief
from tests.campaigns.signing import sign

pytestmark = pytest.mark.django_db


@pytest.fixture
def brief(campaign, kpi):
    return write_brief(campaign, kpi)


@pytest.fixture
def approved(campaign, brief, acting, manager, finance, today):
    request = signoff_request(
        campaign=campaign, actor=acting(manager), kind="brief", signers=[finance], due_on=today
    )
    sign(Signature.objects.get(), typed_name="Paul")
    return request.snapshot


def url(campaign, name, **more):
    place = {"slug": campaign.workspace.slug, "reference": campaign.reference}
    return reverse(f"campaigns:{name}", kwargs={**place, **more})


def read(document):
    document_make(str(document.pk))
    document.refresh_from_db()
    assert document.status == Document.Status.READY, document.error
    pages = PdfReader(io.BytesIO(document.file.read())).pages
    return [" ".join(page.extract_text().replace("\u202f", " ").split()) for page in pages]


def test_page_one_tells_a_director_everything(campaign, approved, as_, viewer):
    done = as_(viewer).post(url(campaign, "brief-pdf"))
    document = Document.objects.exclude(builder="signoff_receipt").get()
    assert (done.status_code, done.url) == (303, reverse("core:document", args=["maison-lumen", document.pk]))
    first = read(document)[0]
    told = ["Lancement Sérum Aube", "version 1, validée", "Une peau reposée", "500 leads",
            "Recruter des testeuses", "Actives de 30 à 45 ans", "Des traits reposés"]  # fmt: skip
    for part in told:
        assert part in first


def test_a_frozen_version_prints_what_was_signed_and_by_whom(campaign, approved, as_, viewer):
    campaign.objectives.update(name="Tout autre chose")
    as_(viewer).post(url(campaign, "signoff-version-pdf", kind="brief", number=1))
    text = " ".join(read(Document.objects.exclude(builder="signoff_receipt").get()))
    assert "Recruter des testeuses" in text
    assert "Tout autre chose" not in text
    assert "Paul Tessier" in text
    assert approved.sha256 in text.replace(" ", "")


def test_a_brief_changed_since_is_a_working_version(campaign, approved):
    campaign.objectives.update(target=9999)
    assert campaign_brief(f"campaign:{campaign.pk}").context["version"] == "version de travail"


def test_an_empty_brief_prints_too(campaign, as_, viewer):
    as_(viewer).post(url(campaign, "brief-pdf"))
    assert "Ce brief est à écrire" in read(Document.objects.exclude(builder="signoff_receipt").get())[0]


@pytest.mark.parametrize("subject", ["campaign:999999", "snapshot:999999"])
def test_what_no_longer_exists_is_said_in_words(db, subject):
    with pytest.raises(SubjectGone):
        campaign_brief(subject)


def test_a_version_never_frozen_has_no_pdf(campaign, approved, as_, viewer):
    assert as_(viewer).post(url(campaign, "signoff-version-pdf", kind="plan", number=1)).status_code == 404


def texts(value):
    """Every text and figure somewhere in a content."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key not in ("schema", "kpi_key", "type", "launch_on", "ends_on", "deadline", "sector"):
                yield from texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)
    elif value:
        yield str(value)


@pytest.mark.parametrize("template", ["campaigns/signoff/content_brief.html", "pdf/brief.html"])
def test_every_word_of_the_content_is_shown_from_its_json_alone(campaign, brief, template):
    content = current_content(campaign, "brief")
    shown = {"content": content, "campaign": Campaign(name="X"), "sentence": content["proposition"]}
    page = render_to_string(template, shown)
    from django.utils.html import escape

    for text in texts(content):
        assert escape(text) in page, text


def test_the_content_holds_no_computed_value_and_no_row_number(campaign, brief):
    content = json.loads(json.dumps(brief_content(campaign), default=str))
    assert set(content) == {
        "schema", "type", "launch_on", "ends_on", "place", "strategy", "context", "proposition", "tone",
        "constraints", "sector", "objectives", "audiences", "messages",
    }  # fmt: skip
    assert "id" not in content["objectives"][0]


def test_contents_of_many_campaigns_cost_the_same(campaign, brief, django_assert_num_queries):
    from campaigns.contents_brief import brief_contents

    again = Campaign.objects.get(pk=campaign.pk)
    with django_assert_num_queries(4):
        brief_contents([campaign])
    with django_assert_num_queries(4):
        brief_contents([campaign, again])
