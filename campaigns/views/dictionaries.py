"""The workspace's dictionaries: contributors read them, managers change them.

Each page works as plain HTML; with htmx a line becomes its own form and back, where it stands.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import resolve, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.dictionary_pages import DICTIONARIES, Dictionary, formats_of, new_entry
from campaigns.forms import dictionaries as forms
from campaigns.forms.errors import refuse
from campaigns.models import Channel
from campaigns.selectors.dictionaries import alphabetical
from campaigns.services.dictionary_entries import entry_add, entry_edit, entry_offer
from core.access import Access, access_for
from core.editing import EditConflict
from core.http import see_other, with_toast
from core.models import Role
from core.settings_area import settings_list
from core.submissions import new_submission_key, submit_once, submitted_before

FORMS: dict[str, type[forms.EntryForm]] = {
    "marques": forms.BrandForm,
    "cibles": forms.AudienceForm,
    "equipes": forms.TeamForm,
    "canaux": forms.ChannelForm,
    "formats": forms.FormatForm,
    "kpi": forms.KpiForm,
    "parties-prenantes": forms.StakeholderForm,
}
TEMPLATE = "campaigns/dictionaries/list.html"


@dataclass(frozen=True)
class Desk:
    """One dictionary open before one person; `channel` when it is the formats of a channel."""

    access: Access
    page: Dictionary
    channel: Channel | None = None

    def url(self, name: str, *args: object) -> str:
        """ "list", "add", "entry" or "state" of this dictionary."""
        slug = self.access.workspace.slug
        if self.channel:
            names = {"list": "formats", "add": "format-add", "entry": "format", "state": "format-state"}
            return reverse(f"campaigns:{names[name]}", args=[slug, self.channel.pk, *args])
        names = {
            "list": "dictionary",
            "add": "dictionary-add",
            "entry": "dictionary-entry",
            "state": "dictionary-state",
        }
        return reverse(f"campaigns:{names[name]}", args=[slug, self.page.key, *args])

    def entry(self, pk: int) -> Any:
        found = self.page.rows(self.access.workspace).filter(pk=pk).first()
        if found is None:
            raise Http404(_("Cette entrée n’existe pas dans cet espace."))
        return found

    def row(self, entry: Any) -> dict[str, Any]:
        """What the template draws of an entry."""
        return {
            "entry": entry,
            "line": self.page.line(entry),
            "edit_url": self.url("entry", entry.pk),
            "state_url": self.url("state", entry.pk),
        }

    def context(self) -> dict[str, Any]:
        return {
            "access": self.access,
            "page": self.page,
            "channel": self.channel,
            "can_edit": self.access.covers(Role.MANAGER),
            "list_url": self.url("list"),
            "add_url": self.url("add"),
            "fields": f"campaigns/dictionaries/fields/{self.page.fields}.html",
            "settings": settings_list(self.access, "canaux" if self.channel else self.page.key),
        }


def desk_for(
    request: HttpRequest, slug: str, kind: str, channel: int | None, at_least: Role = Role.MANAGER
) -> Desk:
    """Fetch and authorise: the dictionary, and for formats their channel."""
    access = access_for(request, slug, at_least=at_least)
    request.place = "settings"  # type: ignore[attr-defined]
    if channel is None:
        return Desk(access, DICTIONARIES[kind])
    found = Channel.objects.filter(workspace=access.workspace, pk=channel).first()
    if found is None:
        raise Http404(_("Ce canal n’existe pas dans cet espace."))
    return Desk(access, formats_of(found), found)


@require_safe
def entries(
    request: HttpRequest, slug: str, kind: str = "formats", channel: int | None = None
) -> HttpResponse:
    desk = desk_for(request, slug, kind, channel, Role.CONTRIBUTOR)
    rows = [desk.row(entry) for entry in alphabetical(desk.page.rows(desk.access.workspace))]
    offered = [row for row in rows if row["entry"].is_active]
    aside = [row for row in rows if not row["entry"].is_active]
    return render(request, TEMPLATE, {**desk.context(), "rows": offered, "aside": aside})


@require_http_methods(["GET", "HEAD", "POST"])
def entry_new(
    request: HttpRequest, slug: str, kind: str = "formats", channel: int | None = None
) -> HttpResponse:
    desk = desk_for(request, slug, kind, channel)
    entry = new_entry(desk.page, desk.access.workspace, desk.channel)
    form = FORMS[desk.page.key](request.POST or None, instance=entry, access=desk.access)
    if request.method == "POST":
        try:
            url = submitted_before(request)
            if not url and form.is_valid():
                url = submit_once(request, action=lambda: _add(desk, form, entry))
        except ValidationError as error:
            refuse(form, error)
        else:
            if url:
                made = desk.entry(resolve(url).kwargs["pk"])
                words = _("« %(name)s » est dans la liste.") % {"name": made.name}
                return _done(request, desk, made, words, added=True)
    context = {"submission": request.POST.get("submission") or new_submission_key()}
    return _show_form(request, desk, form, context)


def _add(desk: Desk, form: forms.EntryForm, entry: Any) -> str:
    for name, value in form.changes().items():
        setattr(entry, name, value)
    entry_add(actor=desk.access, entry=entry, members=form.chosen_members)
    return desk.url("entry", entry.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def entry_change(
    request: HttpRequest, slug: str, pk: int, kind: str = "formats", channel: int | None = None
) -> HttpResponse:
    desk = desk_for(request, slug, kind, channel)
    entry = desk.entry(pk)
    form = FORMS[desk.page.key](request.POST or None, instance=entry, access=desk.access)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            entry_edit(
                actor=desk.access,
                entry=entry,
                expected_version=form.expected_version,
                changes=form.changes(),
                members=form.chosen_members,
            )
        except EditConflict as conflict:
            form.show_conflict(conflict)
            status = 409
        except ValidationError as error:
            refuse(form, error)
        else:
            return _done(
                request,
                desk,
                desk.entry(pk),
                _("« %(name)s » : modification enregistrée.") % {"name": entry.name},
            )
    return _show_form(request, desk, form, desk.row(entry), status)


@require_POST
def entry_state(
    request: HttpRequest, slug: str, pk: int, kind: str = "formats", channel: int | None = None
) -> HttpResponse:
    """POST `offered=1` to offer an entry in forms, anything else to set it aside."""
    desk = desk_for(request, slug, kind, channel)
    entry = desk.entry(pk)
    offered = request.POST.get("offered") == "1"
    entry_offer(actor=desk.access, entry=entry, offered=offered)
    words = (
        _("« %(name)s » revient dans les choix.")
        if offered
        else _("« %(name)s » ne sera plus dans les choix.")
    )
    messages.success(request, words % {"name": entry.name})
    return see_other(desk.url("list"))


def _done(request: HttpRequest, desk: Desk, entry: Any, words: str, *, added: bool = False) -> HttpResponse:
    if not request.htmx:  # type: ignore[attr-defined]
        messages.success(request, words)
        return see_other(desk.url("list"))
    context = {**desk.context(), "row": desk.row(entry), "arrived": True, "added": added}
    return with_toast(render(request, f"{TEMPLATE}#saved", context), words)


def _show_form(
    request: HttpRequest, desk: Desk, form: forms.EntryForm, more: dict[str, Any], status: int = 200
) -> HttpResponse:
    inline = request.htmx  # type: ignore[attr-defined]
    if form.errors and (inline or status == 200):
        status = 422  # htmx swaps 422, not 409: the words are in the form either way
    template = f"{TEMPLATE}#entry_form" if inline else "campaigns/dictionaries/entry.html"
    return render(request, template, {**desk.context(), "form": form, **more}, status=status)
