"""The form that designates who signs for the law in each regulated sector."""

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.forms.people import SponsorField
from campaigns.models import LegalSigner, Stakeholder
from campaigns.selectors.legal import SectorRow
from core.models import Membership, Workspace


class LegalSignersForm(forms.Form):
    """One choice of a person per sector, under the sector's own key."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, workspace: Workspace, rows: Sequence[SectorRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = SponsorField(help_text="")
        people.nobody = _("Personne n’est désigné")
        people.open_to(workspace)
        for row in rows:
            field = deepcopy(people)
            field.label, field.initial = row.label, person_value(row.signer)
            self.fields[row.key] = field
        self._sectors = [row.key for row in rows]

    def people(self) -> dict[str, Membership | Stakeholder | None]:
        """Who was chosen, by sector."""
        found = {}
        for key in self._sectors:
            member, stakeholder = self.cleaned_data[key]
            found[key] = member or stakeholder
        return found


def person_value(signer: LegalSigner | None) -> str:
    """The value of the choice of a person: "m12", "s7", or nothing."""
    if signer is None:
        return ""
    return f"m{signer.member_id}" if signer.member_id else f"s{signer.stakeholder_id}"
