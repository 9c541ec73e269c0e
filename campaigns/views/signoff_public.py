"""The signer's page: no account, often a phone. A GET or HEAD never changes anything.

A link (`/v/<secret>/`) only moves its bearer on: the secret leaves the address and a signed cookie, seen
by this signature's page alone, takes its place. Nothing is written on the way, so a mail scanner that
follows links leaves no trace and decides nothing.
"""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.models import Signature
from campaigns.selectors import signoff as reads
from campaigns.selectors.receipts import receipt_of
from campaigns.selectors.signed import frozen_strategy
from campaigns.services.signoff_rows import HolderChanged
from campaigns.strategy_files import TYPES, strategy_name
from campaigns.views.deciding import decision_page, decision_take
from core.http import HttpResponseFile
from core.models import Document

COOKIE = "validation"
COOKIE_SECONDS = 12 * 60 * 60
TEMPLATE = "public/signoff/page.html"
View = Callable[..., HttpResponseBase]


def private(view: View) -> View:
    """Keep the answer out of caches, search engines and the referrers of whatever it links to."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return answer


@login_not_required
@require_safe
@private
def link(request: HttpRequest, token: str) -> HttpResponseBase:
    """Exchange the secret in the address for a cookie, and go to the signature's page."""
    signature = reads.signature_by_token(token)
    if signature is None:
        return neutral(request)
    path = reverse("campaigns:signoff-page", args=[signature.pk])
    response = HttpResponseRedirect(path)
    response.set_signed_cookie(
        COOKIE,
        _held(signature),
        salt=path,
        max_age=COOKIE_SECONDS,
        path=path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@private
def page(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Read and decide; once decided, the receipt."""
    signature = bearer(request, pk)
    if signature is None:
        return neutral(request)
    context = {"workspace": signature.request.campaign.workspace}
    if request.method == "POST":
        try:
            return decision_take(request, signature, TEMPLATE, context, back=request.path)
        except HolderChanged:
            return neutral(request)
    if reads.may_read(signature):
        return decision_page(request, signature, TEMPLATE, context)
    return neutral(request)


@login_not_required
@require_safe
@private
def document(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The strategy document that the frozen brief names, for whoever may read that brief."""
    signature = bearer(request, pk)
    strategy = frozen_strategy(signature.request.snapshot) if signature else None
    if signature is None or not strategy or strategy.get("file_type") not in TYPES:
        return neutral(request)
    name = strategy_name(signature.request.campaign, strategy["file_sha256"], strategy["file_type"])
    if not default_storage.exists(name):
        return neutral(request)
    return HttpResponseFile(
        default_storage.open(name),
        as_attachment=True,
        filename=f"strategie.{strategy['file_type']}",
        content_type=TYPES[strategy["file_type"]],
    )


@login_not_required
@require_safe
@private
def receipt(request: HttpRequest, pk: int) -> HttpResponseBase:
    """How far the receipt is: the part of the page that asks again until there is nothing to wait for."""
    signature = bearer(request, pk)
    found = _receipt(signature)
    if signature is None or found is None:
        return neutral(request)
    if not request.htmx:  # type: ignore[attr-defined]
        return HttpResponseRedirect(reverse("campaigns:signoff-page", args=[pk]))
    context = {"signature": signature, "receipt": found}
    return render(request, "public/signoff/receipt_file.html", context)


@login_not_required
@require_safe
@private
def receipt_download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The sealed receipt, for whoever decided on its request."""
    found = _receipt(bearer(request, pk))
    if found is None or found.status != Document.Status.READY or not found.file:
        return neutral(request)
    try:
        body = found.file.open("rb")
    except FileNotFoundError:
        return neutral(request)
    name = f"{slugify(found.title)[:80] or 'recu'}.pdf"
    return HttpResponseFile(body, as_attachment=True, filename=name, content_type="application/pdf")


def _receipt(signature: Signature | None) -> Document | None:
    return receipt_of(signature.request) if signature and signature.decision else None


def bearer(request: HttpRequest, pk: int) -> Signature | None:
    """The signature whose link this browser opened in the last hours, while the link itself is valid.

    None too when its place went to somebody else since: the page was opened in another name.
    """
    path = reverse("campaigns:signoff-page", args=[pk])
    held = request.get_signed_cookie(COOKIE, None, salt=path, max_age=COOKIE_SECONDS)
    signature = reads.signature_get(pk) if held else None
    if signature is None or not constant_time_compare(held or "", _held(signature)):
        return None
    valid = signature.expires_at and signature.expires_at > timezone.now()
    return signature if valid else None


def _held(signature: Signature) -> str:
    """What the cookie says: this place, opened by this holder. The address itself does not travel."""
    holder = salted_hmac("campaigns.signoff-holder", signature.email.lower(), algorithm="sha256")
    return f"{signature.pk}:{holder.hexdigest()[:32]}"


def neutral(request: HttpRequest) -> HttpResponse:
    """One answer for unknown, expired, replaced, withdrawn and void: it tells a guesser nothing."""
    return render(request, "public/signoff/neutral.html", status=404)
