"""The signer's page of a wave's assets: its pictures and files open by their link, and by nothing else."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campaigns.documents_version import frozen_version
from campaigns.models import Signature
from campaigns.services.signoff import signoff_request, signoff_withdraw
from coordination.models import AssetVersion
from coordination.services.assets import version_upload
from tests.campaigns.signing import link_of, page_of, sign, words
from tests.coordination.conftest import access_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened(ask, wave, version, finance):
    """(browser, signature) of somebody who opened their link."""
    signature = ask(wave, finance).signatures.get()
    browser = Client()
    browser.get(link_of(signature))
    return browser, signature


def picture_url(signature: Signature, digest: str) -> str:
    return reverse("coordination:signed-picture", args=[signature.pk, digest])


def file_url(signature: Signature, digest: str) -> str:
    return reverse("coordination:signed-file", args=[signature.pk, digest])


def test_the_signer_sees_every_picture_and_file_without_an_account(opened, version):
    browser, signature = opened
    page = words(browser.get(page_of(signature)))
    assert "Story texture" in page
    assert f'src="{picture_url(signature, version.sha256)}"' in page
    assert version.sha256 in page
    small = browser.get(picture_url(signature, version.sha256))
    assert (small.status_code, small["Content-Type"]) == (200, "image/webp")
    whole = browser.get(file_url(signature, version.sha256))
    assert (whole.status_code, whole["Content-Type"]) == (200, "image/png")
    for answer in (small, whole):
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer["Cache-Control"] == "no-store"
        assert answer["Referrer-Policy"] == "no-referrer"
    assert (
        "attachment"
        in browser.get(file_url(signature, version.sha256), {"telecharger": ""})["Content-Disposition"]
    )


def test_what_is_no_picture_is_downloaded(ask, wave, asset, finance, acting, contributor):
    made = version_upload(
        asset=asset, upload=SimpleUploadedFile("film.txt", b"Scenario"), comment="", actor=acting(contributor)
    )
    signature = ask(wave, finance).signatures.get()
    browser = Client()
    browser.get(link_of(signature))
    page = words(browser.get(page_of(signature)))
    assert picture_url(signature, made.sha256) not in page
    assert "Scenario" in page, "words are read on the page itself"
    assert f'href="{file_url(signature, made.sha256)}?telecharger"' in page
    answer = browser.get(file_url(signature, made.sha256))
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content) == b"Scenario"
    assert browser.get(picture_url(signature, made.sha256)).status_code == 404


def both(signature: Signature, digest: str) -> tuple[str, str]:
    return picture_url(signature, digest), file_url(signature, digest)


def refused(browser: Client, *urls: str) -> bool:
    return {browser.get(url).status_code for url in urls} == {404}


def test_without_the_link_nothing_is_shown(opened, version):
    _browser, signature = opened
    assert refused(Client(), *both(signature, version.sha256))


def test_another_version_and_another_waves_assets_are_refused(
    opened, asset, version, second, acting, contributor, picture
):
    browser, signature = opened
    of_second = AssetVersion.objects.get(asset__wave=second)
    assert refused(browser, *both(signature, of_second.sha256))
    assert refused(browser, *both(signature, "0" * 64))


def test_the_link_of_one_request_opens_no_other(opened, second, ask, finance):
    browser, signature = opened
    other = ask(second, finance).signatures.get()
    digest = AssetVersion.objects.get(asset__wave=second).sha256
    assert refused(browser, *both(other, digest))
    assert refused(browser, *both(signature, digest))


def test_a_newer_version_is_not_shown_under_what_was_asked(
    opened, asset, version, acting, contributor, picture
):
    browser, signature = opened
    newer = version_upload(asset=asset, upload=picture(shade=3), comment="", actor=acting(contributor))
    assert refused(browser, *both(signature, newer.sha256))
    assert refused(browser, *both(signature, version.sha256)), "the request is void: its page is closed"


@pytest.mark.parametrize("closing", ["withdrawn", "expired", "replaced"])
def test_a_closed_link_shows_nothing(opened, version, wave, manager, ask, finance, closing):
    browser, signature = opened
    if closing == "withdrawn":
        signoff_withdraw(request=signature.request, actor=access_of(manager))
    elif closing == "replaced":
        ask(wave, finance)
    else:
        Signature.objects.filter(pk=signature.pk).update(expires_at=timezone.now())
    assert refused(browser, *both(signature, version.sha256))


def test_whoever_decided_can_look_again(opened, version):
    browser, signature = opened
    sign(signature)
    assert browser.get(picture_url(signature, version.sha256)).status_code == 200


def test_a_file_changed_on_the_disk_is_not_shown(opened, version):
    browser, signature = opened
    with version.file.storage.open(version.file.name, "wb") as body:
        body.write(b"another picture")
    assert refused(browser, *both(signature, version.sha256))
    version.file.delete(save=False)
    assert refused(browser, *both(signature, version.sha256))


def test_a_request_about_something_else_shows_no_asset(version, campaign, manager, finance, today):
    request = signoff_request(
        campaign=campaign, actor=access_of(manager), kind="brief", signers=[finance], due_on=today
    )
    signature, browser = request.signatures.get(), Client()
    browser.get(link_of(signature))
    assert refused(browser, *both(signature, version.sha256))


def test_members_read_the_frozen_version_with_its_pictures(ask, campaign, wave, version, viewer, as_, at):
    request = ask(wave, viewer)
    browser = as_(viewer)
    small = at(campaign, f"creations/figees/{version.sha256}/apercu/")
    for page in (
        at(campaign, f"validations/{request.kind}/versions/1/"),
        reverse("campaigns:sign", args=[campaign.workspace.slug, request.signatures.get().pk]),
    ):
        assert small in words(browser.get(page))
    assert browser.get(small).status_code == 200
    assert browser.get(at(campaign, f"creations/figees/{version.sha256}/fichier/")).status_code == 200
    assert browser.get(at(campaign, f"creations/figees/{'0' * 64}/apercu/")).status_code == 404


def test_the_pdf_of_a_version_carries_its_pictures(ask, wave, version, finance):
    from django.template.loader import render_to_string

    from core.pdf import pdf_render

    snapshot = ask(wave, finance).snapshot
    page = frozen_version(f"snapshot:{snapshot.pk}")
    assert set(page.resources) == {version.sha256}
    html = render_to_string(page.template, {**page.context, "document": None})
    assert f'src="resource:{version.sha256}"' in html
    assert pdf_render(html, resources=page.resources).startswith(b"%PDF")
    with version.file.storage.open(version.file.name, "wb") as body:
        body.write(b"another picture")
    assert frozen_version(f"snapshot:{snapshot.pk}").resources == {}


def test_a_text_that_is_no_longer_the_very_one_is_not_shown(ask, wave, asset, finance, acting, contributor):
    made = version_upload(
        asset=asset,
        upload=SimpleUploadedFile("annonce.txt", "Un <b>éclat</b>\nsans effort".encode()),
        comment="",
        actor=acting(contributor),
    )
    signature = ask(wave, finance).signatures.get()
    browser = Client()
    browser.get(link_of(signature))
    shown = browser.get(page_of(signature)).content.decode()
    assert "Un &lt;b&gt;éclat&lt;/b&gt;<br>sans effort" in shown
    with open(made.file.path, "wb") as body:
        body.write(b"Autre chose")
    assert "Autre chose" not in words(browser.get(page_of(signature)))
