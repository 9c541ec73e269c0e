"""Look at a page only once it has come to rest: on a busy machine everything takes its time."""

from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

#: A sheet of the test's own, which the CSP allows to scripts. What fades is there or gone, never between.
STILL = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("*, *::before, *::after { animation: none !important; transition: none !important }");
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""


def settled(page: Page) -> None:
    """What was sent has been answered and shown, whether by a whole page or by htmx.

    `networkidle` alone does not say so: it stands for the page having loaded, long before htmx sends.
    """
    page.wait_for_load_state("networkidle")
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)


def violations(page: Page) -> AxeResults:
    """What axe finds on the page at rest: a text half faded in has a contrast that nobody reads it with."""
    page.evaluate(STILL)
    return Axe().run(page)
