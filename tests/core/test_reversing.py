"""Invisible characters that reverse what follows them never enter a text: names stand in sentences."""

import pytest
from django import forms

from campaigns.models import Stakeholder


@pytest.mark.parametrize("code", [0x202A, 0x202E, 0x2066, 0x2069], ids=hex)
def test_a_text_of_a_form_is_refused_in_words(code):
    class Form(forms.Form):
        name = forms.CharField()

    form = Form({"name": f"Paul{chr(code)} Tessier"})
    assert "inverse l’ordre des lettres" in form.errors["name"][0]
    assert Form({"name": "Paul Tessier"}).is_valid()


def test_a_model_s_form_refuses_it_too():
    built = forms.modelform_factory(Stakeholder, fields=["name"])({"name": "Paul\u202e Tessier"})
    assert "inverse l’ordre des lettres" in built.errors["name"][0]


@pytest.mark.parametrize("name", ["عمر شريف", "דוד לוי", "Zoë 👩‍🚀"], ids=["arabic", "hebrew", "emoji"])
def test_scripts_read_from_right_to_left_are_welcome(name):
    assert forms.modelform_factory(Stakeholder, fields=["name"])({"name": name}).is_valid()
