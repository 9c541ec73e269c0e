"""The form that asks for an approval."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from campaigns.forms.dates import CampaignDateField
from campaigns.models import SignOffRequest, Stakeholder
from campaigns.services.inviting import Asked
from campaigns.signoff.parts import EVERYTHING, PARTS
from campaigns.signoff.required import part_covers
from core.models import Membership

Signer = Stakeholder | Membership
IN_TURN = "in_turn"
RULES = [
    (SignOffRequest.Rule.ALL.value, _("Tous, en même temps")),
    (IN_TURN, _("Tous, l’un après l’autre")),
    (SignOffRequest.Rule.ANY.value, _("Une seule approbation suffit")),
    (SignOffRequest.Rule.QUORUM.value, _("Un nombre d’approbations")),
]


@dataclass(frozen=True)
class PersonRow:
    """One person of the list: tick, what they sign for, their turn; `required` says why they must sign."""

    key: str
    name: str
    detail: str
    ticked: bool
    part: BoundField
    turn: BoundField
    required: str = ""


class SignOffRequestForm(forms.Form):
    """Who is asked, for what and in which order, until when, with which words.

    Signers are named "m<id>" or "s<id>" on the wire; each has a `part_` and a `turn_` of that name.
    """

    signers = forms.MultipleChoiceField(
        label=_("Qui doit valider"),
        widget=forms.CheckboxSelectMultiple,
        required=False,  # the service says it in words
        error_messages={
            "invalid_choice": _("Cette personne n’est plus dans l’espace. Choisissez-en une autre.")
        },
    )
    rule = forms.ChoiceField(
        label=_("Comment"), widget=forms.RadioSelect, choices=RULES, initial="all", required=False
    )
    quorum = forms.IntegerField(
        label=_("Approbations nécessaires"), required=False, min_value=1, max_value=99
    )
    due_on = CampaignDateField(label=_("Réponse attendue le"))
    message = forms.CharField(
        label=_("Message aux signataires"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Ce qu’ils doivent savoir ou regarder de près."),
    )

    def __init__(
        self,
        *args: Any,
        members: Sequence[Membership],
        stakeholders: Sequence[Stakeholder],
        parts: Sequence[str],
        usual: Mapping[str, str],
        turns: Mapping[str, int] | None = None,
        required: Mapping[str, tuple[str, str]] | None = None,
        **kwargs: Any,
    ) -> None:
        """`parts` are those of this content; `usual` maps who is ticked first to what they sign for, `turns`
        whoever had a turn to it; `required` who must be, to (the part they answer for at least, why). They
        are listed first."""
        self._required = dict(required or {})
        kwargs["initial"] = {"signers": [*self._required, *usual], **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        # Stakeholders first: they are who is asked most often.
        self._people: dict[str, Signer] = {f"s{person.pk}": person for person in stakeholders}
        self._people |= {f"m{member.pk}": member for member in members}
        self._people = dict(sorted(self._people.items(), key=lambda item: item[0] not in self._required))
        field = self.fields["signers"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - for the type checker
        field.choices = [(key, _name(signer)) for key, signer in self._people.items()]
        self._has_parts = bool(parts)
        choices = [(part, capfirst(PARTS[part])) for part in (EVERYTHING, *parts)]
        self._parts = [part for part, _words in choices]
        places = dict(turns or {})
        for place, key in enumerate(self._people, start=1):
            offered = [choice for choice in choices if self._suits(key, choice[0])]
            self.fields[f"part_{key}"] = forms.ChoiceField(
                label=_("Signe pour"), choices=offered, required=False, initial=self._first_part(key, usual)
            )
            self.fields[f"turn_{key}"] = forms.IntegerField(
                label=_("Tour"), required=False, min_value=1, max_value=99, initial=places.get(key, place)
            )

    def _suits(self, key: str, part: str) -> bool:
        """Somebody required signs for nothing less than what they are required for."""
        return key not in self._required or part_covers(part, self._required[key][0])

    def _first_part(self, key: str, usual: Mapping[str, str]) -> str:
        if key in usual and self._suits(key, usual[key]):
            return usual[key]
        needed = self._required[key][0] if key in self._required else EVERYTHING
        return needed if needed in self._parts else EVERYTHING

    @property
    def has_parts(self) -> bool:
        return self._has_parts

    def people(self) -> list[PersonRow]:
        """The list as it is shown, what was ticked or typed included."""
        ticked = self["signers"].value() or []
        return [
            PersonRow(
                key=key,
                name=_name(signer),
                detail=_detail(signer),
                ticked=key in ticked or key in self._required,
                part=self[f"part_{key}"],
                turn=self[f"turn_{key}"],
                required=self._required[key][1] if key in self._required else "",
            )
            for key, signer in self._people.items()
        ]

    def chosen(self) -> list[Asked]:
        """The people ticked, in the order they are listed; their turns when they sign in turn."""
        data = self.cleaned_data
        in_turn = data.get("rule") == IN_TURN
        return [
            Asked(
                signer,
                part=data.get(f"part_{key}") or EVERYTHING,
                step=(data.get(f"turn_{key}") or place) if in_turn else 1,
            )
            for place, (key, signer) in enumerate(self._people.items(), start=1)
            if key in data.get("signers", [])
        ]

    def terms(self) -> dict[str, Any]:
        """The rule and the quorum as the service takes them."""
        rule = self.cleaned_data.get("rule") or SignOffRequest.Rule.ALL.value
        quorum = self.cleaned_data.get("quorum") if rule == SignOffRequest.Rule.QUORUM else None
        return {"rule": SignOffRequest.Rule.ALL.value if rule == IN_TURN else rule, "quorum": quorum}


def _name(signer: Signer) -> str:
    return signer.user.name if isinstance(signer, Membership) else signer.name


def _detail(signer: Signer) -> str:
    if isinstance(signer, Membership):
        return signer.job_title or signer.get_role_display()
    return signer.function or signer.email
