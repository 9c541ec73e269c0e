"""The pages that ask before a lifecycle action send their form where they stand."""

import re

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", ["pause", "abandon"])
def test_the_form_posts_to_its_own_page(campaign, manager, as_, page):
    url = f"/e/{campaign.workspace.slug}/campagnes/{campaign.reference}/{page}/"
    html = as_(manager).get(url).content.decode()
    form = next(form for form in re.findall(r"<form[^>]*>", html) if 'class="form' in form)
    assert 'action=""' in form or f'action="{url}"' in form
