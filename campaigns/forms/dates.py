"""Dates a campaign can have: typing errors in the year are caught before they reach the calendar."""

from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from core.forms import DateFormField

_EARLIEST, _AHEAD = 2000, 10


class CampaignDateField(DateFormField):
    """A date between 2000 and ten years from now."""

    def validate(self, value: date | None) -> None:
        super().validate(value)
        latest = timezone.localdate().year + _AHEAD
        if value and not _EARLIEST <= value.year <= latest:
            raise forms.ValidationError(
                _("L’année %(year)s n’est pas plausible : vérifiez-la."), params={"year": value.year}
            )
