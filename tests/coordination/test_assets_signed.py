"""The assets of a wave as signed content: what is frozen, what voids it."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from campaigns.models import Campaign, SignOffRequest, Wave
from campaigns.selectors.signoff import changes_to_current
from campaigns.services.signoff import signoff_request
from campaigns.signoff import canonical_json, content_kind, content_title, current_canonical
from coordination.models import Asset
from coordination.selectors.frozen import assets_content, assets_key
from coordination.services.assets import asset_create, asset_remove, version_review, version_upload
from tests.campaigns.signing import sign, words
from tests.coordination.conftest import access_of, edit_brief, status_after

pytestmark = pytest.mark.django_db


def test_the_content_is_what_was_authored_and_nothing_of_the_work(campaign, wave, version, brief):
    content = assets_content(campaign, wave.pk)
    assert content == {
        "schema": 1,
        "assets": [
            {
                "name": "Story texture",
                "channel": brief.channel.name,
                "format": brief.format.name,
                "mandatory": "",
                "landing_url": "",
                "file": {
                    "version": 1,
                    "filename": "story.png",
                    "sha256": version.sha256,
                    "mime_type": "image/png",
                    "size_bytes": version.size_bytes,
                    "width": 1080,
                    "height": 1920,
                },
            }
        ],
    }


def test_built_again_it_is_the_same_bytes(campaign, wave, asset, agency_asset, version):
    once = current_canonical(campaign, assets_key(wave.pk))
    assert canonical_json(json.loads(once)) == once
    again = Campaign.objects.get(pk=campaign.pk)
    with translation.override("en"):
        assert current_canonical(again, assets_key(wave.pk)) == once


def test_assets_are_sorted_alike_on_every_database(campaign, wave, brief):
    for name in ("zèbre", "Éclat", "aube", "Zéro", "eclat"):
        Asset.objects.create(creative_brief=brief, wave=wave, name=name)
    names = [row["name"] for row in assets_content(campaign, wave.pk)["assets"]]
    assert names == sorted(names)


def test_it_is_named_by_its_wave_in_the_readers_language(wave):
    key = assets_key(wave.pk)
    assert content_title(key) == f"Créations de la vague 1, {wave.name}"
    assert str(content_kind(key).label) == f"les créations de la vague 1, {wave.name}"
    kind = content_kind(key)
    with translation.override("en"):
        assert str(kind.title).startswith("Creatives of wave 1")
    for unknown in ("assets-x", "assets-", "nothing-3"):
        with pytest.raises(KeyError):
            content_kind(unknown)
    assert content_title("assets-999999") == "Créations d’une vague supprimée"


def test_what_is_missing_is_said_before_asking(campaign, wave, asset, agency_asset, version):
    said = content_kind(assets_key(wave.pk)).unready(campaign)
    assert [line.replace("\u202f", " ").replace("\xa0", " ") for line in said] == [
        f"Story texture ({asset.creative_brief.channel.name}, {asset.creative_brief.format.name}) : "
        "la version 1 attend sa relecture.",
        "Film de coulisses (TikTok, Vidéo verticale) n’a pas encore de fichier.",
    ]


def test_the_assets_of_another_campaign_cannot_be_asked(
    ask, campaign, wave, version, finance, workspace, manager, today, as_, at
):
    other = Campaign.objects.create(
        workspace=workspace, reference="2026-LAN-02", name="Autre", type="LANCEMENT", owner=manager,
        prepares_on=today, launch_on=today, ends_on=today,
    )  # fmt: skip
    with pytest.raises(ValidationError, match="n’a pas ce contenu"):
        signoff_request(
            campaign=other,
            actor=access_of(manager),
            kind=assets_key(wave.pk),
            signers=[finance],
            due_on=today,
        )
    page = f"validations/{assets_key(wave.pk)}/demander/"
    assert as_(manager).get(at(campaign, page)).status_code == 200
    assert as_(manager).get(at(other, page)).status_code == 404


MATERIAL = {
    "another version": lambda t: version_upload(
        asset=t["asset"], upload=t["picture"](shade=7), comment="", actor=t["actor"]
    ),
    "one more asset": lambda t: asset_create(
        brief=t["brief"], wave=t["wave"], name="Story bis", actor=t["actor"]
    ),
    "one asset less": lambda t: asset_remove(asset=t["agency_asset"], actor=t["actor"]),
    "other mentions": lambda t: edit_brief(t["brief"], t["member"], mandatory="Photo retouchée."),
    "another landing page": lambda t: edit_brief(
        t["brief"], t["member"], landing_url="https://example.com/aube"
    ),
}
IMMATERIAL = {
    "a review": lambda t: version_review(
        version=t["version"], decision="changes", comment="Le logo.", actor=t["actor"]
    ),
    "the message": lambda t: edit_brief(t["brief"], t["member"], message="Autre message"),
    "the tone": lambda t: edit_brief(t["brief"], t["member"], tone="Doux"),
    "the wave's name": lambda t: Wave.objects.filter(pk=t["wave"].pk).update(name="Autre nom"),
}


@pytest.fixture
def things(asset, agency_asset, version, brief, wave, manager, picture):
    return {
        "asset": asset, "agency_asset": agency_asset, "version": version, "brief": brief, "wave": wave,
        "member": manager, "actor": access_of(manager), "picture": picture,
    }  # fmt: skip


@pytest.mark.parametrize("change", MATERIAL)
def test_a_material_change_voids_the_approval_at_once(things, ask, wave, finance, change):
    request = ask(wave, finance)
    sign(request.signatures.get())
    MATERIAL[change](things)
    assert status_after(request) == SignOffRequest.Status.VOIDED


@pytest.mark.parametrize("change", IMMATERIAL)
def test_what_is_not_signed_voids_nothing(things, ask, campaign, wave, finance, change):
    request = ask(wave, finance)
    sign(request.signatures.get())
    IMMATERIAL[change](things)
    assert status_after(request) == SignOffRequest.Status.APPROVED
    assert current_canonical(campaign, request.kind) == request.snapshot.content


def test_the_assets_of_another_wave_void_nothing(
    ask, wave, version, second, finance, acting, contributor, picture
):
    request = ask(wave, finance)
    asset = Asset.objects.get(wave=second)
    version_upload(asset=asset, upload=picture(shade=2), comment="", actor=acting(contributor))
    assert status_after(request) == SignOffRequest.Status.OPEN


def test_whoever_uploads_is_told_and_the_change_is_said_in_words(
    ask, campaign, asset, version, wave, finance, as_, contributor, at, picture
):
    request = ask(wave, finance)
    upload = {"file": picture("story-2.png", shade=5), "comment": ""}
    page = words(
        as_(contributor).post(at(campaign, f"creations/assets/{asset.pk}/versions/"), upload, follow=True)
    )
    assert f"La validation « Créations de la vague 1, {wave.name} » est périmée" in page
    (change,) = changes_to_current(SignOffRequest.objects.get(pk=request.pk))
    assert "Story texture" in change.label
    assert (change.before, change.after) == ("version 1 (story.png)", "version 2 (story-2.png)")


def test_two_assets_of_one_name_are_told_apart(
    ask, brief, agency_brief, wave, finance, acting, contributor, picture
):
    for owner in (brief, agency_brief):
        Asset.objects.create(creative_brief=owner, wave=wave, name="Story")
    request = ask(wave, finance)
    ours = Asset.objects.get(creative_brief=agency_brief)
    version_upload(asset=ours, upload=picture(), comment="", actor=acting(contributor))
    (change,) = changes_to_current(request)
    assert "TikTok" in change.label
    assert change.before == ""


def test_only_those_whose_part_changed_are_asked_again(
    ask, wave, version, brief, finance, workspace, manager
):
    from campaigns.services.inviting import Asked

    legal = workspace.stakeholders.create(
        name="Karim Haddad", email="karim@example.com", function="Juridique"
    )
    first = ask(wave, Asked(finance, part="message"), Asked(legal, part="legal"))
    for signature in first.signatures.all():
        sign(signature, typed_name=signature.name)
    edit_brief(brief, manager, mandatory="Photo retouchée.")
    again = ask(wave, Asked(finance, part="message"), Asked(legal, part="legal"))
    kept = {signature.name: bool(signature.decision) for signature in again.signatures.all()}
    assert kept == {finance.name: True, "Karim Haddad": False}
