"""What an audited act is called after its author's name: «a modifié « Planning média »»."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.formatting import quote_once
from core.models import AuditEvent

#: The words, with `%(label)s` for what it was done to and the event's own `changes` by their names, and an
#: icon. Apps add theirs in ready().
_WORDS: dict[str, tuple[str | Promise, str]] = {
    "created": (_("a ajouté « %(label)s »"), "plus"),
    "changed": (_("a modifié « %(label)s »"), "edit"),
    "deleted": (_("a supprimé « %(label)s »"), "trash"),
    "invited": (_("a invité %(label)s"), "mail"),
    "invited again": (_("a renvoyé son invitation à %(label)s"), "mail"),
    "invitation revoked": (_("a annulé l’invitation de %(label)s"), "x-circle"),
    "joined": (_("a rejoint l’espace"), "person"),
    "deactivated": (_("a fermé l’accès de %(label)s"), "lock"),
    "reactivated": (_("a rouvert l’accès de %(label)s"), "unlock"),
}
_UNKNOWN = (_("a agi sur « %(label)s »"), "edit")


def verb_register(verb: str, words: str | Promise, icon: str) -> None:
    """Name a verb given to `audit_record`. `words` may be an `ngettext_lazy` on one of the changes."""
    _WORDS[verb] = (words, icon)


def verbs() -> Iterator[str]:
    """Every verb that has words."""
    return iter(_WORDS)


def audit_words(event: AuditEvent, values: Mapping[str, Any] | None = None) -> tuple[str, str]:
    """The words of an event and their icon; `values` are further names its words use.

    A label that has quotation marks of its own is not put into others.
    """
    words, icon = _WORDS.get(event.verb, _UNKNOWN)
    own = {name: value for name, value in event.changes.items() if isinstance(value, str | int)}
    named = {**own, **(values or {}), "label": "%(label)s"}
    said = str(words % named) if isinstance(words, Promise) else words % named
    said = quote_once(said, "label", event.label)
    return said.replace("%(label)s", event.label), icon
