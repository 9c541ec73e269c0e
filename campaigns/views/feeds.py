"""Calendar subscriptions: a member's own page, and the address an application reads."""

import hashlib
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.access import partner_teams
from campaigns.forms.feeds import FeedForm
from campaigns.ics import feed_text
from campaigns.models import FeedSubscription
from campaigns.selectors.feeds import (
    feed_access,
    feed_by_token,
    feed_list,
    feed_of,
    feed_read_note,
    feeds_read_at,
)
from campaigns.services.feeds import feed_open, feed_revoke
from core.access import Access, access_for
from core.http import see_other
from core.submissions import submit_once

PAGE = "campaigns/feeds.html"
#: An application in a hurry reads what was made this many seconds ago; who may read is asked each time.
KEPT = 60


@require_http_methods(["GET", "HEAD", "POST"])
def feeds(request: HttpRequest, slug: str) -> HttpResponse:
    """One's own subscriptions, and a new one. Its address is shown once, in the answer to the form."""
    access = access_for(request, slug, team_only=True)
    request.place = "calendar"  # type: ignore[attr-defined]
    form = FeedForm(request.POST or None, access=access, asked=request.GET.get("campagne", ""))
    if request.method == "POST":
        if form.is_valid():
            try:
                return _opened(request, access, form)
            except ValidationError as error:
                form.add_error(None, error)
        return render(request, PAGE, _page(access, form), status=422)
    return render(request, PAGE, _page(access, form))


def _opened(request: HttpRequest, access: Access, form: FeedForm) -> HttpResponse:
    made: list[tuple[FeedSubscription, str]] = []

    def make() -> str:
        made.append(feed_open(actor=access, **form.values()))
        return request.path

    back = submit_once(request, action=make)
    if not made:
        messages.info(request, _("Cet abonnement est déjà ouvert. Son adresse n’a été montrée qu’une fois."))
        return see_other(back)
    feed, token = made[0]
    address = settings.SITE_URL + reverse("campaigns:feed", args=[token])
    context = _page(access, FeedForm(access=access))
    subscribing = f"webcal://{address.partition('://')[2]}"
    response = render(request, PAGE, {**context, "opened": feed, "address": address, "webcal": subscribing})
    response.headers["Cache-Control"] = "no-store"
    return response


def _page(access: Access, form: FeedForm) -> dict[str, Any]:
    rows = feed_list(access)
    read = feeds_read_at(rows)
    return {"access": access, "form": form, "feeds": [(row, read.get(row.pk)) for row in rows]}


@require_POST
def revoke(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    access = access_for(request, slug, team_only=True)
    feed = FeedSubscription.objects.filter(membership=access.membership, pk=pk).first()
    if feed is None:
        raise Http404(_("Cet abonnement n’existe pas, ou n’est pas le vôtre."))
    feed_revoke(actor=access, feed=feed)
    said = _("L’adresse « %(name)s » est fermée. Les agendas qui la lisaient ne reçoivent plus rien.")
    messages.success(request, said % {"name": feed.name})
    return see_other("campaigns:feeds", slug)


@login_not_required
@require_safe
def read(request: HttpRequest, token: str) -> HttpResponseBase:
    """The calendar of an address. Unknown, revoked or no longer allowed: one answer, which says nothing.

    Only the entity tag answers 304. What leaves a calendar makes it no newer, so a date alone
    (If-Modified-Since) would keep a removed task in it: it is answered in full.
    """
    feed = feed_by_token(token)
    if feed is None:
        return _private(HttpResponse(status=404, content_type="text/plain; charset=utf-8"))
    body, changed = _body(feed)
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response.headers["ETag"] = tag
    if changed:
        response.headers["Last-Modified"] = http_date(changed.timestamp())
    name = slugify(feed.name) or "agenda"
    response.headers["Content-Disposition"] = f'inline; filename="{name}.ics"'
    feed_read_note(feed)
    return _private(get_conditional_response(request, etag=tag, response=response) or response)


def _body(feed: FeedSubscription) -> tuple[bytes, datetime | None]:
    """The text, and when the newest of its events changed; what was just made serves again."""
    teams = partner_teams(feed_access(feed)) if feed.membership.team_only else ()
    key = f"feed-body:{feed.pk}:{'-'.join(map(str, teams))}"
    if kept := cache.get(key):
        return kept  # type: ignore[no-any-return]
    timezone.activate(feed.workspace.time_zone)
    with translation.override(feed.membership.user.language):
        found = feed_of(feed)
        made = feed_text(found), found.changed_at
    cache.set(key, made, KEPT)
    return made


def _private(response: HttpResponseBase) -> HttpResponseBase:
    """Out of shared caches, of search engines and of the referrers of what it links to."""
    response.headers["Cache-Control"] = (
        f"private, max-age={KEPT}" if response.status_code == 200 else "private"
    )
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
