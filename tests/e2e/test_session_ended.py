"""A session that ends while somebody writes: the text comes back after signing in."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Stack

EMAIL = "claire.vasseur@maison-lumen.example"
BACK = "ce que vous aviez écrit est revenu"
#: The page itself, and not the login page that says in its query where to go next.
BRIEF = re.compile(r"^[^?]*/brief/fond/")


def campaign(page: Page, reference: str) -> str:
    page.goto("/e/maison-lumen/campagnes/?phase=toutes")
    link = page.locator(f"main a[href*='/campagnes/'][href$='{reference}/']").first
    return str(link.get_attribute("href"))


def sign_in_again(page: Page, password: str) -> None:
    expect(page.locator("[data-session-ended]")).to_contain_text("gardé dans cet onglet")
    page.fill("input[name=login]", EMAIL)
    page.fill("input[name=password]", password)
    page.click("main button.primary")


def test_what_was_written_in_the_brief_comes_back(sign_in: Callable[..., Page], stack: Stack) -> None:
    page = sign_in(EMAIL)
    address = f"{campaign(page, 'LAN-04')}brief/fond/"
    page.goto(address)
    field = page.locator("form[hx-post$='/brief/fond/'] textarea").first
    field.fill("Un texte écrit pendant une heure.")
    page.context.clear_cookies(name="sessionid")
    page.locator("form[hx-post$='/brief/fond/'] button.primary").click()
    sign_in_again(page, stack.password)
    page.wait_for_url(BRIEF)
    expect(field).to_have_value("Un texte écrit pendant une heure.")
    expect(page.get_by_role("main")).to_contain_text(BACK)
    page.locator("form[hx-post$='/brief/fond/'] button.primary").click()
    expect(page.locator("#fond")).to_contain_text("Un texte écrit pendant une heure.")
    page.reload()
    expect(page.get_by_role("main")).not_to_contain_text(BACK)


def test_a_budget_cell_comes_back_and_is_saved_when_left(sign_in: Callable[..., Page], stack: Stack) -> None:
    page = sign_in(EMAIL)
    page.goto(f"{campaign(page, 'LAN-04')}budget/")
    cell = page.locator(".cell-form input.num").first
    name = cell.get_attribute("id")
    page.context.clear_cookies()
    cell.fill("4321")
    cell.press("Tab")
    sign_in_again(page, stack.password)
    page.wait_for_url(re.compile(r"^[^?]*/budget/$"))
    cell = page.locator(f"[id='{name}']")
    expect(cell).to_have_value("4321")
    expect(page.get_by_role("main")).to_contain_text(BACK)
    with page.expect_response(re.compile(r"/cases/")) as saved:
        cell.press("Tab")
    assert saved.value.status == 200
    page.reload()
    expect(cell).to_have_value(re.compile(r"4.321"))


def test_nobody_else_reads_what_was_written(sign_in: Callable[..., Page], stack: Stack) -> None:
    page = sign_in(EMAIL)
    address = f"{campaign(page, 'LAN-04')}brief/fond/"
    page.goto(address)
    field = page.locator("form[hx-post$='/brief/fond/'] textarea").first
    field.fill("Un secret.")
    page.context.clear_cookies(name="sessionid")
    page.locator("form[hx-post$='/brief/fond/'] button.primary").click()
    page.fill("input[name=login]", "ines.moreau@maison-lumen.example")
    page.fill("input[name=password]", stack.password)
    page.click("main button.primary")
    page.wait_for_url(BRIEF)
    expect(field).not_to_have_value("Un secret.")
    assert page.evaluate("sessionStorage.getItem('drafts')") is None
