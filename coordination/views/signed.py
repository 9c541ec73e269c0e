"""The files that a frozen version names: for the signer who was sent it, and for the team that reads it.

An address names a file by its fingerprint. It answers only for a fingerprint that the frozen version states,
and only while the bytes on the disk still have it: nobody sees another file under what they signed.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns.access import CampaignAccess, campaign_for
from campaigns.selectors.signoff import content_of, may_read
from campaigns.signoff import family_of
from campaigns.views.signoff_public import bearer, neutral, private
from coordination.models import AssetVersion
from coordination.selectors.frozen import FAMILY, frozen_files, version_of
from coordination.services.thumbnails import thumbnail_get
from coordination.views.files import file_answer, sealed


@login_not_required
@require_safe
@private
def picture(request: HttpRequest, pk: int, digest: str) -> HttpResponseBase:
    """The small picture of a file that this very signer was sent."""
    version = _sent(request, pk, digest)
    body = thumbnail_get(version) if version else None
    return sealed(HttpResponse(body, content_type="image/webp")) if body else neutral(request)


@login_not_required
@require_safe
@private
def file(request: HttpRequest, pk: int, digest: str) -> HttpResponseBase:
    """The file itself: pictures in the page, anything else as a download."""
    version = _sent(request, pk, digest)
    return file_answer(request, version) if version else neutral(request)


def _sent(request: HttpRequest, pk: int, digest: str) -> AssetVersion | None:
    """The version with this fingerprint, when the bearer of this link may read it."""
    signature = bearer(request, pk)
    if signature is None or not may_read(signature) or family_of(signature.request.kind)[0] != FAMILY:
        return None
    files = frozen_files(content_of(signature.request.snapshot))
    if not any(each["sha256"] == digest for each in files):
        return None
    return version_of(signature.request.campaign, digest)


@require_safe
def frozen_picture(request: HttpRequest, slug: str, reference: str, digest: str) -> HttpResponse:
    """The small picture of a version of this campaign, by its fingerprint."""
    body = thumbnail_get(_found(campaign_for(request, slug, reference), digest))
    if body is None:
        raise Http404(_("Cette version n’a pas d’aperçu."))
    return sealed(HttpResponse(body, content_type="image/webp"))


@require_safe
def frozen_file(request: HttpRequest, slug: str, reference: str, digest: str) -> HttpResponseBase:
    """The file of a version of this campaign, by its fingerprint."""
    return file_answer(request, _found(campaign_for(request, slug, reference), digest))


def _found(access: CampaignAccess, digest: str) -> AssetVersion:
    version = version_of(access.campaign, digest)
    if version is None:
        raise Http404(_("Ce fichier n’est plus celui de la version figée."))
    return version
