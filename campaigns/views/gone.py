"""A row that somebody deleted while somebody else was writing in it: who did, when, and the text to copy."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django_htmx.http import reswap, retarget

from campaigns.access import CampaignAccess
from core.audit import removal_of
from core.formatting import datetime_short, quoted
from core.http import see_other
from core.models import AuditEvent

GONE = "campaigns/gone.html"


def gone_answer(
    request: HttpRequest,
    access: CampaignAccess,
    subject: str,
    form: forms.BaseForm,
    *,
    back: str,
    place: str = "",
) -> HttpResponse:
    """409 with what was typed, or for a reader the page `back` with a word. Raises Http404 when the row never
    was there. `place` is the id of what htmx replaces."""
    event = removal_of(workspace=access.workspace, scope=access.campaign.scope, subject=subject)
    if event is None:
        raise Http404(_("Cette ligne n’existe pas dans cette campagne."))
    typed = _typed(form) if request.method == "POST" else []
    if not typed:
        messages.info(request, removed_words(event))
        return see_other(back)
    context = {
        "access": access, "campaign": access.campaign, "event": event, "back": back, "place": place,
        "words": removed_words(event), "typed": typed,
    }  # fmt: skip
    if request.htmx and place:  # type: ignore[attr-defined]
        # htmx swaps 422, not 409: the words are in the row either way.
        part = render(request, f"{GONE}#row", context, status=422)
        return reswap(retarget(part, f"#{place}"), "outerHTML")
    return render(request, GONE, context, status=409)


def removed_words(event: AuditEvent) -> str:
    values = {"who": event.actor_name, "name": quoted(event.label), "when": datetime_short(event.at)}
    return _("%(who)s a supprimé %(name)s (%(when)s).") % values


def _typed(form: forms.BaseForm) -> list[tuple[str, str]]:
    """What was typed, as its writer reads it: a choice by its label."""
    return [
        (str(bound.label), text)
        for bound in form.visible_fields()
        if (text := _said(bound.field, bound.value()))
    ]


def _said(field: forms.Field, value: Any) -> str:
    values = value if isinstance(value, (list, tuple)) else [value]
    words = [str(each) for each in values if each not in (None, "", False)]
    if isinstance(field, forms.ModelMultipleChoiceField | forms.ModelChoiceField | forms.ChoiceField):
        labels = {str(getattr(key, "value", key)): str(label) for key, label in _flat(field.choices)}
        words = [labels.get(word, word) for word in words]
    return ", ".join(words)


def _flat(choices: Any) -> list[tuple[Any, Any]]:
    pairs = []
    for key, label in choices:
        pairs += _flat(label) if isinstance(label, (list, tuple)) else [(key, label)]
    return pairs
