"""Template tags and filters of the design system: icons, states, fields, values in the reader's locale."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import (
    BaseForm,
    BaseFormSet,
    BoundField,
    CheckboxInput,
    CheckboxSelectMultiple,
    FileInput,
    RadioSelect,
)
from django.template import Context
from django.template.loader import get_template
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from core import formatting

register = template.Library()

_SPRITE = Path(__file__).resolve().parents[2] / "static" / "img" / "icons.svg"
ICONS = frozenset(re.findall(r'<symbol id="([a-z-]+)"', _SPRITE.read_text(encoding="utf-8")))
"""Names that ``{% icon %}`` knows: the symbols of the sprite."""

TONES: Mapping[str, tuple[str, str]] = {
    "ok": ("check-circle", "ok"),
    "done": ("check-circle", "ok"),
    "waiting": ("clock", "warn"),
    "warn": ("alert-triangle", "warn"),
    "bad": ("alert", "bad"),
    "void": ("alert", "bad"),
    "info": ("info", "info"),
    "todo": ("circle", ""),
    "none": ("minus-circle", ""),
    "": ("circle", ""),
}
"""Meaning of a state: the icon that draws it and the tone (``data-tone``) that colours it."""


for _filter in (
    formatting.money,
    formatting.money_cents,
    formatting.amount,
    formatting.number,
    formatting.percent,
    formatting.signed,
    formatting.signed_percent,
    formatting.share_of,
    formatting.filesize,
    formatting.date_short,
    formatting.date_day,
    formatting.date_long,
    formatting.time_short,
    formatting.datetime_short,
    formatting.since,
    formatting.ago,
    formatting.countdown,
    formatting.days,
    formatting.working_days,
    formatting.initials,
    formatting.quoted,
    formatting.quotes_within,
    formatting.with_unit,
):
    register.filter(_filter.__name__, _filter)
register.simple_tag(formatting.date_range)


# States --------------------------------------------------------------------------------------


@register.filter
def tone(state: object) -> str:
    """State of a criterion, signature or notice → its ``data-tone``: "ok", "warn", "bad", "info" or ""."""
    return TONES.get(str(state or ""), TONES[""])[1]


@register.filter
def tone_icon(state: object) -> str:
    """State → the name of the icon that draws it."""
    return TONES.get(str(state or ""), TONES[""])[0]


@register.filter
def message_tone(level_tag: object) -> str:
    """Level of a Django message → the state of its toast."""
    words = str(level_tag or "").split()
    return next((tone for level, tone in _MESSAGE_TONES.items() if level in words), "info")


_MESSAGE_TONES = {"success": "ok", "warning": "warn", "error": "bad"}


@register.simple_tag
def icon(name: str, label: str = "", cls: str = "") -> SafeString:
    """A 16 px drawing from the sprite. ``label`` is its text equivalent; without it the icon is decoration.

    Raises ValueError for a name the sprite does not have, so that a typing error never reaches a reader.
    """
    if name not in ICONS:
        raise ValueError(f"No icon is called {name!r}; see static/img/icons.svg")
    if not label:
        return _decoration(name, cls, _sprite())
    before, after = _spoken(name, cls, _sprite())
    return SafeString(f"{before}{conditional_escape(label)}{after}")


@cache
def _sprite() -> str:
    return static("img/icons.svg")


# A list draws the same few icons on every line.
@lru_cache(maxsize=512)
def _decoration(name: str, cls: str, sprite: str) -> SafeString:
    return format_html(
        '<svg class="{}" width="16" height="16" aria-hidden="true"><use href="{}#{}"></use></svg>',
        f"icon {cls}" if cls else "icon",
        sprite,
        name,
    )


@lru_cache(maxsize=512)
def _spoken(name: str, cls: str, sprite: str) -> tuple[str, str]:
    """What stands before and after the label of an icon that is read out."""
    whole = format_html(
        '<svg class="{}" width="16" height="16" role="img" aria-label="\n"><use href="{}#{}"></use></svg>',
        f"icon {cls}" if cls else "icon",
        sprite,
        name,
    )
    before, _label, after = whole.partition("\n")
    return before, after


@register.simple_tag
def mark(state: str, label: str, icon_name: str = "") -> SafeString:
    """Icon and word of a state: ``{% mark "waiting" "En relecture" %}``. Colour never speaks alone."""
    glyph = icon(icon_name or tone_icon(state))
    return format_html(
        '<span class="mark" data-tone="{}">{}<span>{}</span></span>',
        tone(state),
        glyph,
        label,
    )


# Forms --------------------------------------------------------------------------------------------------


@register.simple_tag
def field(bound: BoundField, **options: Any) -> SafeString:
    """One form field: label, control, help and errors, tied together for screen readers.

    Options: ``label``, ``help``, ``size`` ("s" | "m"), ``prefix``, ``suffix``, ``hide_label`` (still read
    out), ``across`` (choices in columns), ``cls`` (on the wrapper), ``show_when`` ("name=value|value"),
    ``optional`` (False hides «facultatif»). Any other option becomes an attribute of the control, with ``_``
    read as ``-``: ``{% field form.name autocomplete="name" hx_get=url %}``.
    """
    if bound.is_hidden:
        return bound.as_widget()
    known = {
        "label",
        "help",
        "size",
        "prefix",
        "suffix",
        "hide_label",
        "across",
        "cls",
        "show_when",
        "optional",
    }
    extra = {key.replace("_", "-"): value for key, value in options.items() if key not in known}
    help_text = options.get("help") or bound.help_text
    described = [f"{bound.auto_id}_help"] if help_text and bound.auto_id else []
    if bound.errors and bound.auto_id:
        described.append(f"{bound.auto_id}_error")
    if described:
        extra["aria-describedby"] = " ".join(described)
    context = {key: options.get(key) for key in known} | {
        "field": bound,
        "kind": _kind(bound),
        "label": options.get("label") or bound.label,
        "help": help_text,
        "described": " ".join(described),
        "control": bound.as_widget(attrs=extra),
        "optional": options.get("optional", True) and not bound.field.required,
    }
    return SafeString(get_template("components/field.html").render(context))


def _kind(bound: BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, CheckboxInput):
        return "check"
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        return "options"
    return "file" if isinstance(widget, FileInput) else "input"


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: object) -> str:
    """The page's query string with some parameters changed and ``page`` dropped; None removes one."""
    request = context.get("request")
    params = request.GET.copy() if request else None
    if params is None:
        return "?"
    params.pop("page", None)
    for key, value in changes.items():
        params.pop(key, None)
        if value not in (None, ""):
            params[key] = str(value)
    return f"?{params.urlencode()}"


@register.filter
def descending(key: str) -> str:
    """Sort key, the other way round."""
    return f"-{key}"


@register.simple_tag
def page_numbers(page: Page[Any]) -> list[Any]:
    """Page numbers to show, with an ellipsis where some are left out."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


@register.simple_tag
def file_input(bound: BoundField) -> SafeString:
    """The bare file input of a drop zone, without Django's «currently» line."""
    described = f"{bound.auto_id}_help" + (f" {bound.auto_id}_error" if bound.errors else "")
    widget = FileInput(attrs=dict(bound.field.widget.attrs))
    attrs = bound.build_widget_attrs({"id": bound.id_for_label, "aria-describedby": described}, widget)
    return widget.render(bound.html_name, None, attrs=attrs)


@dataclass(frozen=True)
class Problem:
    """One line of the error summary; ``target`` is the id of the field it leads to."""

    text: str
    target: str = ""


@register.simple_tag
def error_list(form: BaseForm | BaseFormSet[Any]) -> list[Problem]:
    """Everything wrong with a form or a formset, in the order of the page."""
    if isinstance(form, BaseFormSet):
        own = [Problem(str(error)) for error in form.non_form_errors()]
        return own + [problem for each in form.forms for problem in _form_problems(each)]
    return list(_form_problems(form))


def _form_problems(form: BaseForm) -> Iterator[Problem]:
    for error in form.non_field_errors():
        yield Problem(str(error))
    for bound in form:
        # A group of choices has no single input: its fieldset takes the cursor.
        target = bound.auto_id if _kind(bound) == "options" else bound.id_for_label
        for error in bound.errors:
            text = gettext("%(label)s : %(error)s") % {"label": bound.label, "error": error}
            yield Problem(text, str(target or bound.auto_id))
