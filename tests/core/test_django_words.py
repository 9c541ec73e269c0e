"""Django's own messages to forms are said in the product's voice, and still are after an upgrade."""

from pathlib import Path

import django
import polib
import pytest
from django import forms
from django.utils import translation

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        (forms.CharField(), "", "Remplissez ce champ"),
        (forms.URLField(assume_scheme="https"), "pas une adresse", "Cette adresse web n’est pas complète"),
        (forms.ChoiceField(choices=[("a", "A")]), "b", "un choix de la liste"),
        (forms.CharField(max_length=3), "abcd", "3 caractères au plus, il y en a 4"),
        (forms.IntegerField(), "x", "Écrivez un nombre entier."),
    ],
)
def test_a_refusal_says_what_to_do(field, value, said):
    with translation.override("fr"), pytest.raises(forms.ValidationError) as refused:
        field.clean(value)
    assert said in " ".join(refused.value.messages)


def test_every_message_said_again_is_one_of_django_s():
    theirs = Path(django.__file__).parent / "conf" / "locale" / "fr" / "LC_MESSAGES" / "django.po"
    known = {entry.msgid for entry in polib.pofile(str(theirs))}
    ours = polib.pofile(str(ROOT / "locale_django" / "fr" / "LC_MESSAGES" / "django.po"))
    assert [entry.msgid for entry in ours if entry.msgid not in known] == []
