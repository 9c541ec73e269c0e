"""The page of a PDF: its progress, its download, another try; and whose it is."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from core.models import Document, OutboxMessage

pytestmark = pytest.mark.django_db


@pytest.fixture
def make(workspace, manager):
    def document(status: str = "waiting", **fields) -> Document:
        made = Document.objects.create(
            workspace=workspace,
            scope="campaign:1",
            builder="brief",
            subject="1",
            title="Brief Sérum Aube",
            requested_by=fields.pop("requested_by", manager.user),
            status=status,
            **fields,
        )
        if status == "ready":
            made.file.save("document.pdf", ContentFile(b"%PDF-1.7 ..."))
        return made

    return document


def url_of(document: Document, action: str = "document") -> str:
    return reverse(f"core:{action}", args=[document.workspace.slug, document.pk])


def test_while_it_is_made_the_page_asks_again_and_then_stops(as_, viewer, make):
    browser, document = as_(viewer), make("working", progress=40)
    part = browser.get(url_of(document), headers={"HX-Request": "true"})
    assert "<html" not in part.text
    assert f'hx-get="{url_of(document)}"' in part.text
    assert 'value="40"' in part.text
    document.status = "ready"
    document.file.save("document.pdf", ContentFile(b"%PDF"))
    document.save()
    done = browser.get(url_of(document), headers={"HX-Request": "true"})
    assert "hx-get" not in done.text
    assert url_of(document, "document-download") in done.text


def test_the_file_comes_as_an_attachment_with_a_name_one_can_read(as_, viewer, make):
    response = as_(viewer).get(url_of(make("ready"), "document-download"))
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="brief-serum-aube.pdf"'
    assert b"".join(response.streaming_content).startswith(b"%PDF")


def test_a_file_not_there_yet_leads_back_to_its_page(as_, viewer, make):
    document = make("working")
    assert as_(viewer).get(url_of(document, "document-download"))["Location"] == url_of(document)


def test_a_file_that_was_erased_is_a_404_not_a_crash(as_, viewer, make):
    document = make("ready")
    document.file.storage.delete(document.file.name)
    browser = as_(viewer)
    assert browser.get(url_of(document)).status_code == 200
    assert browser.get(url_of(document, "document-download")).status_code == 404


def test_a_failure_is_said_in_words_and_tried_again_once(as_, viewer, make):
    document = make("failed", error="La mise en page a échoué.")
    OutboxMessage.objects.create(kind="pdf", key=f"document:{document.pk}", status="sent", attempts=4)
    browser = as_(viewer)
    assert "La mise en page a échoué." in browser.get(url_of(document)).text
    for _again in range(2):
        assert browser.post(url_of(document, "document-retry"))["Location"] == url_of(document)
    document.refresh_from_db()
    message = OutboxMessage.objects.get()
    assert (document.status, document.error, message.status, message.attempts) == ("waiting", "", "queued", 0)


def test_a_partner_reads_what_they_asked_for_and_nothing_else(as_, partner, make):
    browser = as_(partner)
    mine, theirs = make("ready", requested_by=partner.user), make("ready")
    assert browser.get(url_of(mine)).status_code == 200
    assert browser.get(url_of(mine, "document-download")).status_code == 200
    assert browser.get(url_of(theirs)).status_code == 404
    assert browser.get(url_of(theirs, "document-download")).status_code == 404
    assert browser.post(url_of(theirs, "document-retry")).status_code == 404


def test_a_stranger_finds_nothing(as_, stranger, make):
    document = make("ready")
    assert as_(stranger).get(url_of(document, "document-download")).status_code == 404
    through_theirs = reverse("core:document-download", args=[stranger.workspace.slug, document.pk])
    assert as_(stranger).get(through_theirs).status_code == 404
