"""Forms of the delegation of signature: a level, and the tolerance."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from budgets.models import BudgetRules, DelegationLevel
from budgets.services.delegation import LevelWords
from campaigns.models import Stakeholder
from campaigns.signoff.required import signer_words
from core.editing import VersionedModelForm
from core.forms import MoneyFormField
from core.models import Membership

OWNER = "owner"


class LevelForm(forms.Form):
    """Above which amount, and who must all sign: the campaign's owner, members «m12», stakeholders «s7»."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    above = MoneyFormField(
        label=_("Au-dessus de, hors taxes"),
        min_value=0,
        error_messages={
            "required": _("À partir de quel montant ? Écrivez 0 pour tous les budgets."),
            "min_value": _("Un seuil ne peut pas être négatif."),
        },
        help_text=_("Un budget exactement égal au montant reste sous le seuil. 0 : tous les budgets."),
    )
    people = forms.MultipleChoiceField(
        label=_("Qui doit signer"),
        widget=forms.CheckboxSelectMultiple,
        required=False,  # the service says it in words
        help_text=_("Toutes les personnes cochées doivent approuver."),
        error_messages={
            "invalid_choice": _("Cette personne n’est plus dans l’espace. Choisissez-en une autre.")
        },
    )

    def __init__(
        self,
        *args: Any,
        members: Sequence[Membership],
        stakeholders: Sequence[Stakeholder],
        level: DelegationLevel | None = None,
        **kwargs: Any,
    ) -> None:
        self._people = {f"s{person.pk}": person for person in stakeholders} | {
            f"m{member.pk}": member for member in members
        }
        if level:
            kwargs["initial"] = {"above": level.above, "version": level.version, "people": _ticked(level)}
        super().__init__(*args, **kwargs)
        field = self.fields["people"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - for the type checker
        field.choices = [
            (OWNER, _("La personne responsable de la campagne")),
            *((key, signer_words(person)) for key, person in self._people.items()),
        ]

    def words(self) -> LevelWords:
        chosen = self.cleaned_data["people"]
        people = tuple(self._people[key] for key in chosen if key != OWNER)
        return LevelWords(self.cleaned_data["above"], OWNER in chosen, people)


class ToleranceForm(VersionedModelForm):
    tolerance = forms.IntegerField(
        label=_("Tolérance de dépassement"),
        min_value=0,
        max_value=100,
        help_text=_(
            "De combien une ligne signée peut être dépassée avant que la validation du budget soit périmée."
        ),
        error_messages={
            "required": _("Écrivez un pourcentage entier, 0 pour ne rien tolérer."),
            "invalid": _("Écrivez un pourcentage entier, 0 pour ne rien tolérer."),
            "min_value": _("Une tolérance ne peut pas être négative."),
            "max_value": _("100 % au plus : au-delà, la signature ne voudrait plus rien dire."),
        },
    )

    class Meta:
        model = BudgetRules
        fields = ["tolerance"]


def _ticked(level: DelegationLevel) -> list[str]:
    owner = [OWNER] if level.owner else []
    members = [f"m{member.pk}" for member in level.members.all()]
    return [*owner, *members, *(f"s{person.pk}" for person in level.stakeholders.all())]
