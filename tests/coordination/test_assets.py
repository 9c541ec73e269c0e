"""Assets: planned, received, decided; twice, at once, too late."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from coordination.models import Asset, AssetVersion
from coordination.services.assets import (
    ReviewClosed,
    asset_create,
    asset_remove,
    assets_ensure,
    version_review,
    version_upload,
)
from core.submissions import new_submission_key
from tests.coordination.conftest import access_of, in_phase, picture_bytes


def test_the_next_file_is_the_next_version_and_the_first_stays(asset, version, contributor, acting, picture):
    second = version_upload(
        asset=asset, upload=picture(shade=10), comment="Flacon recentré", actor=acting(contributor)
    )
    assert [each.number for each in asset.versions.all()] == [2, 1]
    assert second.status == AssetVersion.Status.REVIEW
    assert version.file.storage.exists(version.file.name)


def test_the_same_file_again_is_refused_and_leaves_nothing(asset, version, contributor, acting, picture):
    with pytest.raises(ValidationError, match="déjà la version 1"):
        version_upload(asset=asset, upload=picture(), comment="", actor=acting(contributor))
    assert asset.versions.count() == 1


def test_a_failed_write_leaves_no_file(asset, contributor, acting, picture, monkeypatch):
    def fail(**_values):
        raise RuntimeError

    monkeypatch.setattr("coordination.services.assets._log", lambda *_: fail())
    kept = []
    monkeypatch.setattr(AssetVersion, "save", lambda self, **_: kept.append(self.file.name))
    with pytest.raises(RuntimeError):
        version_upload(asset=asset, upload=picture(), comment="", actor=acting(contributor))
    assert kept
    assert not AssetVersion._meta.get_field("file").storage.exists(kept[0])


def test_a_name_is_taken_once_per_wave(brief, wave, asset, contributor, acting):
    with pytest.raises(ValidationError, match="déjà ce nom"):
        asset_create(brief=brief, wave=wave, name="Story texture", actor=acting(contributor))


def test_planning_missing_assets_makes_one_where_there_is_none(
    campaign, brief, agency_brief, asset, contributor, acting
):
    made = assets_ensure(campaign=campaign, actor=acting(contributor))
    assert [each.creative_brief for each in made] == [agency_brief]
    assert assets_ensure(campaign=campaign, actor=acting(contributor)) == []


def test_an_asset_leaves_the_plan_only_before_its_first_file(
    asset, agency_asset, version, contributor, acting
):
    asset_remove(asset=agency_asset, actor=acting(contributor))
    assert not Asset.objects.filter(pk=agency_asset.pk).exists()
    with pytest.raises(ValidationError, match="déjà 1 version"):
        asset_remove(asset=asset, actor=acting(contributor))


def test_asking_for_changes_needs_words(version, manager, acting):
    with pytest.raises(ValidationError, match="Dites ce qu’il faut reprendre"):
        version_review(version=version, decision="changes", comment=" ", actor=acting(manager))
    version.refresh_from_db()
    assert version.status == AssetVersion.Status.REVIEW


def test_an_old_version_is_not_reviewed(asset, version, manager, contributor, acting, picture):
    version_upload(asset=asset, upload=picture(shade=10), comment="", actor=acting(contributor))
    with pytest.raises(ReviewClosed) as closed:
        version_review(version=version, decision="approved", comment="", actor=acting(manager))
    assert closed.value.words == (
        "La version 2 est arrivée depuis\u202f: c’est elle qu’il faut relire, pas la 1."
    )


def test_a_decided_version_says_who_decided(version, manager, admin, acting):
    version_review(version=version, decision="approved", comment="", actor=acting(manager))
    with pytest.raises(ReviewClosed) as closed:
        version_review(version=version, decision="changes", comment="Trop sombre", actor=acting(admin))
    assert closed.value.words == "Claire Vasseur a déjà approuvé cette version."


def test_nothing_changes_in_an_abandoned_campaign(campaign, asset, version, contributor, manager, picture):
    in_phase(campaign, "ABANDONNEE")
    for action in (
        lambda: version_upload(
            asset=asset, upload=picture(shade=1), comment="", actor=access_of(contributor)
        ),
        lambda: version_review(version=version, decision="approved", comment="", actor=access_of(manager)),
        lambda: assets_ensure(campaign=campaign, actor=access_of(contributor)),
    ):
        with pytest.raises(ValidationError, match="abandonnée"):
            action()


@pytest.mark.django_db(transaction=True)
def test_two_uploads_at_once_are_two_versions(asset, contributor):
    def send(shade: int) -> int:
        try:
            upload = SimpleUploadedFile("story.png", picture_bytes(60, 90, shade=shade))
            fresh = Asset.objects.select_related("creative_brief__format").get(pk=asset.pk)
            return version_upload(asset=fresh, upload=upload, comment="", actor=access_of(contributor)).number
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        numbers = list(pool.map(send, range(10, 14)))
    assert sorted(numbers) == [1, 2, 3, 4]
    assert len({each.file.name for each in asset.versions.all()}) == 4


# Pages ------------------------------------------------------------------------------------------------


def test_a_double_click_on_upload_makes_one_version(as_, contributor, campaign, asset, picture, at):
    browser, key = as_(contributor), new_submission_key()
    url = at(campaign, f"creations/assets/{asset.pk}/versions/")
    for shade in (20, 20):
        response = browser.post(url, {"file": picture(shade=shade), "submission": key})
        assert response.status_code == 303
    assert asset.versions.count() == 1


def test_a_refused_file_is_said_beside_the_field_and_the_words_stay(as_, contributor, campaign, asset, at):
    response = as_(contributor).post(
        at(campaign, f"creations/assets/{asset.pk}/versions/"),
        {"file": SimpleUploadedFile("virus.png", b"MZ" + b"\0" * 99), "comment": "Flacon recentré"},
    )
    assert response.status_code == 422
    assert response.context["upload_form"].errors["file"][0].startswith("«\u202fvirus.png\u202f» n’est ni")
    assert asset.versions.count() == 0


def test_a_comment_typed_with_a_refused_file_is_still_there(as_, contributor, campaign, asset, version, at):
    response = as_(contributor).post(
        at(campaign, f"creations/assets/{asset.pk}/versions/"), {"comment": "Flacon recentré"}
    )
    assert response.status_code == 422
    assert "Flacon recentré" in response.content.decode()
    assert "Choisissez un fichier" in response.content.decode()


def test_an_asset_is_added_once_with_its_first_file(as_, contributor, campaign, brief, wave, picture, at):
    browser, key = as_(contributor), new_submission_key()
    for _click in range(2):
        response = browser.post(
            at(campaign, f"creations/briefs/{brief.pk}/assets/ajouter/"),
            {"name": "Story rose", "wave": wave.pk, "file": picture(), "submission": key},
        )
        assert response.status_code == 303
    made = Asset.objects.get(name="Story rose")
    assert response["Location"] == at(campaign, f"creations/assets/{made.pk}/")
    assert made.versions.count() == 1


def test_an_asset_with_a_bad_first_file_is_not_half_made(as_, contributor, campaign, brief, wave, at):
    response = as_(contributor).post(
        at(campaign, f"creations/briefs/{brief.pk}/assets/ajouter/"),
        {
            "name": "Story rose",
            "wave": wave.pk,
            "file": SimpleUploadedFile("x.png", b"MZ....."),
            "submission": new_submission_key(),
        },
    )
    assert response.status_code == 422
    assert "Story rose" in response.content.decode()
    assert not Asset.objects.exists()


def test_a_manager_approves_then_approving_again_is_no_error(as_, manager, campaign, version, at):
    url = at(campaign, f"creations/assets/{version.asset_id}/versions/1/relecture/")
    for _click in range(2):
        assert as_(manager).post(url, {"decision": "approved"}).status_code == 303
    version.refresh_from_db()
    assert (version.status, version.reviews.count()) == ("approved", 1)


def test_reviewing_an_old_version_on_the_page_is_refused_in_words(
    as_, manager, campaign, asset, version, contributor, acting, picture, at
):
    version_upload(asset=asset, upload=picture(shade=10), comment="", actor=acting(contributor))
    response = as_(manager).post(
        at(campaign, f"creations/assets/{asset.pk}/versions/1/relecture/"),
        {"decision": "changes", "comment": "Recadrez."},
    )
    assert response.status_code == 409
    page = response.content.decode()
    assert "La version 2 est arrivée depuis" in page
    assert "Recadrez." in page


def test_a_viewer_sees_the_versions_and_no_form(as_, viewer, campaign, version, at):
    page = as_(viewer).get(at(campaign, f"creations/assets/{version.asset_id}/")).content.decode()
    assert "Télécharger la version 1" in page
    assert 'type="file"' not in page
    assert "Approuver la version" not in page


def test_what_may_be_uploaded_is_what_the_format_and_the_server_take(
    as_, contributor, campaign, asset, brief, settings, at
):
    def said():
        return (
            as_(contributor)
            .get(at(campaign, f"creations/assets/{asset.pk}/"))
            .text.replace("\u202f", " ")
            .replace("\xa0", " ")
        )

    assert "document, 500 Mo au plus." in said()
    brief.format.max_bytes = 30_000_000
    brief.format.save()
    assert "document, 30 Mo au plus." in said()
    settings.UPLOAD_MAX_BYTES = 1_000_000
    assert "document, 1 Mo au plus." in said()
