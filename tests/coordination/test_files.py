"""What may be uploaded, what it is taken for, and how it comes back."""

import io
import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from campaigns.models import Format
from coordination.models import AssetVersion
from coordination.services.files import MAX_PIXELS, file_look_at, stored_name
from coordination.services.thumbnails import SIDE, thumbnail_get
from tests.coordination.conftest import picture_bytes

STORY = Format(name="Story 9:16", width=1080, height=1920, mime_types=["image/jpeg", "image/png"])


def look(name: str, body: bytes, wanted: Format = STORY):
    return file_look_at(SimpleUploadedFile(name, body), wanted)


def bomb(width: int, height: int) -> bytes:
    """A small PNG that says it is huge."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0"))
        + chunk(b"IEND", b"")
    )


def test_a_picture_of_the_right_size_has_no_warning():
    found = look("story.png", picture_bytes())
    assert (found.mime_type, found.width, found.height, found.warnings) == ("image/png", 1080, 1920, [])


def test_a_picture_of_another_size_is_kept_and_said():
    assert look("story.png", picture_bytes(1080, 1350)).warnings == [
        "1080 × 1350 reçu, 1080 × 1920 px attendu."
    ]


def test_a_format_may_ask_for_a_width_only():
    email = Format(name="E-mail", width=600)
    assert look("mail.png", picture_bytes(600, 2400), email).warnings == []
    assert look("mail.png", picture_bytes(640, 10), email).warnings == [
        "640 × 10 reçu, 600 px de large attendu."
    ]


def test_too_heavy_for_its_format_and_of_another_type_are_said():
    light = Format(name="Bannière", max_bytes=100, mime_types=["image/jpeg"])
    size, kind = look("b.png", picture_bytes(300, 250), light).warnings
    assert "au plus" in size
    assert kind == "Type PNG reçu, attendu\u202f: JPEG."


@pytest.mark.parametrize(
    ("name", "body", "words"),
    [
        ("vide.png", b"", "est vide"),
        ("virus.png", b"MZ\x90\x00" + b"\0" * 400, "n’est ni une image"),
        ("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "n’est ni"),
        ("geant.png", bomb(60_000, 60_000), "trop de pixels"),
        ("coupe.png", picture_bytes(900, 900)[:-400], "abîmé"),
        ("coupe.jpg", picture_bytes(900, 900, "JPEG")[:900], "abîmé"),
        ("dessin.eps", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n%%EndComments\n", "n’est ni"),
    ],
)
def test_what_cannot_be_used_is_refused_in_words(name, body, words):
    with pytest.raises(ValidationError) as refused:
        look(name, body)
    assert words in refused.value.messages[0]
    assert name in refused.value.messages[0]


def test_a_file_that_is_too_large_says_how_large_it_may_be(settings):
    settings.UPLOAD_MAX_BYTES = 1000
    with pytest.raises(ValidationError, match="Au plus"):
        look("story.png", picture_bytes())


def test_the_pixel_limit_stands_above_what_a_poster_needs():
    assert MAX_PIXELS >= 7000 * 10_000


@pytest.mark.parametrize(
    ("name", "head", "kind"),
    [
        ("film.mp4", b"\0\0\0\x18ftypisom", "video/mp4"),
        ("film.mov", b"\0\0\0\x14ftypqt  ", "video/quicktime"),
        ("note.pdf", b"%PDF-1.7 ", "application/pdf"),
        ("voix.wav", b"RIFF\0\0\0\0WAVE", "audio/wav"),
        ("mail.html", b"<h1>Aube</h1><script>alert(1)</script>", "text/html"),
        ("texte.txt", b"Bonjour", "text/plain"),
        ("menteur.jpg", b"%PDF-1.7 ", "application/pdf"),
    ],
)
def test_the_content_says_what_a_file_is(name, head, kind):
    assert look(name, head + b"  ").mime_type == kind


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Été à Grasse.PNG", "ete-a-grasse.png"),
        ("@@", "fichier"),
        ("../../etc/passwd", "passwd"),
        ("a.b.c.p;hp", "abc.php"),
    ],
)
def test_names_on_disk_are_plain(typed, kept):
    assert stored_name(typed) == kept


def test_a_thumbnail_is_small_made_once_and_only_of_pictures(version: AssetVersion):
    body = thumbnail_get(version)
    with Image.open(io.BytesIO(body)) as small:
        assert (small.format, max(small.size)) == ("WEBP", SIDE)
    assert thumbnail_get(version) == body
    _folders, files = version.file.storage.listdir(version.file.name.rpartition("/")[0])
    assert sorted(files) == ["apercu.webp", "story.png"]
    version.mime_type = "application/pdf"
    assert thumbnail_get(version) is None


def test_a_huge_picture_is_kept_without_a_thumbnail(version: AssetVersion):
    version.width, version.height = 9000, 9000
    assert thumbnail_get(version) is None


def address(version: AssetVersion, end: str = "fichier/") -> str:
    campaign = version.asset.creative_brief.campaign
    return (
        f"/e/{campaign.workspace.slug}/campagnes/{campaign.reference}/creations/assets/{version.asset_id}"
        f"/versions/{version.number}/{end}"
    )


def test_a_picture_shows_in_the_page_sealed(as_, viewer, version):
    response = as_(viewer).get(address(version))
    assert response["Content-Type"] == "image/png"
    assert response["Content-Disposition"].startswith("inline")
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "private" in response["Cache-Control"]


def test_anything_else_is_a_download_without_a_type(as_, viewer, version):
    version.mime_type, version.filename = "text/html", "mail.html"
    version.save()
    response = as_(viewer).get(address(version))
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"] == 'attachment; filename="mail.html"'
    assert as_(viewer).get(address(version, "apercu/")).status_code == 404


def test_a_file_gone_from_the_disk_is_a_404_in_words(as_, viewer, version):
    version.file.storage.delete(version.file.name)
    assert as_(viewer).get(address(version)).status_code == 404
    assert as_(viewer).get(address(version, "apercu/")).status_code == 404


def test_files_stay_in_their_workspace(as_, stranger, partner, version):
    for end in ("fichier/", "apercu/"):
        assert as_(stranger).get(address(version, end)).status_code == 404
        theirs = address(version, end).replace("maison-lumen", "atelier-nord")
        assert as_(stranger).get(theirs).status_code == 404
        assert as_(partner).get(address(version, end)).status_code == 404
