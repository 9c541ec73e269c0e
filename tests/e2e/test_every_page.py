"""Every page of the demonstration, as its readers see it: no axe violation, nothing wider than a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.e2e.steady import settled, violations

SPACE = "/e/maison-lumen/"
OF_A_CAMPAIGN = (
    "", "brief/", "planning/", "calendrier/", "validations/", "validations/brief/demander/", "budget/",
    "coordination/", "coordination/briefings/", "creations/", "execution/", "suivi/", "suivi/reglages/",
    "imports/", "bilan/", "lancement/", "vagues/", "reglages/", "historique/", "historique/preuves/",
)  # fmt: skip
OF_THE_SPACE = (
    "", "a-valider/", "campagnes/", "campagnes/nouvelle/", "campagnes/nouvelle/?type=LANCEMENT",
    "calendrier/", "calendrier/?vue=trimestre", "budgets/", "coordination/", "suivi/", "alertes/",
    "enseignements/", "recherche/?q=serum", "reglages/", "reglages/membres/",
)  # fmt: skip
#: A campaign in coordination, one followed for months, and one that is over.
REFERENCES = ("LAN-04", "AON-01", "BRA-01")


def _pages(page: Page) -> list[str]:
    page.goto(f"{SPACE}campagnes/?phase=toutes")
    links = page.get_by_role("main").locator("a[href*='/campagnes/']")
    addresses = links.evaluate_all("links => links.map(link => link.getAttribute('href'))")
    # References begin with the year of the launch, which moves with the day of loading.
    own = [path for path in dict.fromkeys(addresses) if path.rstrip("/").endswith(REFERENCES)]
    assert len(own) == len(REFERENCES), addresses
    return [f"{SPACE}{part}" for part in OF_THE_SPACE] + [
        f"{path}{part}" for path in own for part in OF_A_CAMPAIGN
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_an_accessibility_violation(sign_in: Callable[..., Page], scheme: str) -> None:
    # Motion off: a message caught half faded in has a contrast that nobody reads it with.
    page = sign_in("ines.moreau@maison-lumen.example", color_scheme=scheme, reduced_motion="reduce")
    found: dict[str, list[str]] = {}
    for path in [*_pages(page), "/styleguide/", "/compte/profil/"]:
        answer = page.goto(path)
        assert answer, path
        assert answer.status == 200, (path, answer.status)
        results = violations(page)
        if results.violations_count:
            found[path] = [
                f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in results.response["violations"]
            ]
    assert not found


def test_no_page_is_wider_than_a_phone(sign_in: Callable[..., Page]) -> None:
    page = sign_in("ines.moreau@maison-lumen.example", viewport={"width": 360, "height": 780})
    wide = {}
    for path in _pages(page):
        page.goto(path)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 360:
            wide[path] = width
    assert not wide


def test_pages_speak_english_when_asked(sign_in: Callable[..., Page]) -> None:
    page = sign_in("ines.moreau@maison-lumen.example", locale="en-GB")
    page.goto("/compte/profil/")
    page.locator("select[name=language]").select_option("en")
    page.get_by_role("main").locator("form button.primary").first.click()
    settled(page)
    page.goto(SPACE)
    assert page.locator("html").get_attribute("lang") == "en"
    assert "Today" in page.title()
