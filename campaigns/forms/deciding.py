"""A signer's answer and questions. Only their shape is checked here; the rules are the services'."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from campaigns.models import Signature


def _at_most(limit: int) -> MaxLengthValidator:
    """Said in words, where `maxlength` would cut what is pasted without a word."""
    return MaxLengthValidator(
        limit, _("%(show_value)s caractères, %(limit_value)s au plus : raccourcissez-le. Rien n’a été coupé.")
    )


class DecisionForm(forms.Form):
    """The decision, in whose name, and the code that signs it."""

    decision = forms.ChoiceField(
        label=_("Votre décision"),
        widget=forms.RadioSelect,
        required=False,
        choices=[
            (Signature.Decision.APPROVED.value, _("J’approuve cette version")),
            (Signature.Decision.RESERVED.value, _("J’approuve avec des réserves, que j’écris")),
            (Signature.Decision.REJECTED.value, _("Je refuse, et je dis pourquoi")),
        ],
    )
    reason = forms.CharField(
        label=_("Vos réserves, ou la raison du refus"),
        required=False,
        validators=[_at_most(4000)],
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("L’équipe la lira mot pour mot."),
    )
    typed_name = forms.CharField(
        label=_("Écrivez votre nom pour signer"),
        required=False,
        validators=[_at_most(160)],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    consent = forms.BooleanField(
        label=_("Je signe cette version"),
        required=True,
        error_messages={"required": _("Cochez pour dire que vous signez cette version.")},
    )
    code = forms.CharField(
        label=_("Code reçu par e-mail"),
        required=False,
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

    def answer(self) -> dict[str, Any]:
        """What the services take: decision, typed name, reason; empty where what was typed is no answer."""
        return {name: self.cleaned_data.get(name, "") for name in ("decision", "typed_name", "reason")}


class QuestionForm(forms.Form):
    """A question to the team, before deciding, or its answer."""

    text = forms.CharField(
        label=_("Votre question"),
        required=False,
        validators=[_at_most(4000)],
        widget=forms.Textarea(attrs={"rows": 3}),
    )
