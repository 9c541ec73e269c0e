"""What a service refuses, put beside the fields it concerns."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError


def refuse(form: forms.BaseForm, error: ValidationError) -> None:
    """Add a service's ValidationError to a form; errors of fields the form does not show go on top."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields and name != NON_FIELD_ERRORS else None, errors)
