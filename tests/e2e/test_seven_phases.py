"""The main job, on real input: a campaign goes through all seven phases in the browser."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import journey as walk
from tests.e2e.conftest import Stack

SAMPLES = Path(__file__).resolve().parents[1] / "samples"


@pytest.mark.journey
def test_a_campaign_goes_from_brief_to_bilan(
    stack: Stack, sign_in: Callable[..., Page], new_page: Callable[..., Page]
) -> None:
    manager = sign_in("claire.vasseur@maison-lumen.example")
    journey = walk.Journey(manager, sign_in, new_page, stack)
    walk.create(journey, "Vente flash de test")
    walk.narrow_to_meta(journey)

    walk.write_brief(journey)
    walk.have_approved(journey, "brief", reject_first=True)
    journey.advance("Passer au planning", "Planning")

    walk.plan(journey)
    walk.have_approved(journey, "plan")
    journey.advance("Passer au budget", "Budget")

    walk.budget(journey)
    walk.have_approved(journey, "budget")
    walk.sign_oneself(journey)
    journey.advance("Passer en coordination", "Coordination")

    walk.coordinate(journey)
    journey.advance("Passer en exécution", "Exécution")

    walk.go_live(journey)
    journey.advance("Passer au suivi", "Suivi")

    walk.follow(journey, str(SAMPLES / "meta_fr.csv"))
    journey.advance("Passer au bilan", "Bilan")

    pdf = walk.close(journey)
    assert pdf.startswith(b"%PDF-")
    journey.go("")
    journey.press("Clôturer la campagne")
    dialog = manager.locator("dialog[open] button.primary, dialog[open] button.danger")
    if dialog.count():
        dialog.first.click()
    expect(manager.get_by_role("main")).to_contain_text("Clôturée")
