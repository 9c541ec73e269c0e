"""A budget cell on a slow link: what is typed last is what is saved."""

import re
import time
from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

from tests.e2e.conftest import PATIENCE
from tests.e2e.steady import settled
from tests.e2e.test_session_ended import EMAIL, campaign

CASES = re.compile(r"/cases/")


class SlowLink:
    """What cells send waits until it is let through: the test decides what comes first, not a clock."""

    def __init__(self, page: Page) -> None:
        self.page, self.held, self.quick = page, list[Route](), False
        page.route(CASES, self._take)

    def _take(self, route: Route) -> None:
        if self.quick:
            route.continue_()
        else:
            self.held.append(route)

    def wait_for_one(self) -> None:
        until = time.monotonic() + PATIENCE / 1000
        while not self.held:
            assert time.monotonic() < until, "nothing was sent"
            self.page.wait_for_timeout(20)

    def let_through(self) -> None:
        """What waits, and from now on everything."""
        self.quick = True
        for route in self.held:
            route.continue_()


def opened(sign_in: Callable[..., Page], place: int) -> tuple[Page, str, SlowLink]:
    page = sign_in(EMAIL)
    page.goto(f"{campaign(page, 'LAN-04')}budget/")
    name = page.locator(".cell-form input.num").nth(place).get_attribute("id")
    return page, f"[id='{name}']", SlowLink(page)


def test_a_second_value_typed_before_the_answer_is_saved_too(sign_in: Callable[..., Page]) -> None:
    page, name, link = opened(sign_in, 1)
    cell = page.locator(name)
    cell.fill("111")
    cell.press("Tab")
    link.wait_for_one()
    cell.fill("222")
    cell.press("Tab")
    with page.expect_response(lambda answer: "planned=222" in (answer.request.post_data or "")):
        link.let_through()
    settled(page)
    expect(cell).to_have_value(re.compile("^222"))
    page.reload()
    expect(cell).to_have_value(re.compile(r"^222"))


def test_the_answer_leaves_alone_the_cell_somebody_is_back_in(sign_in: Callable[..., Page]) -> None:
    page, name, link = opened(sign_in, 2)
    cell = page.locator(name)
    cell.fill("333")
    cell.press("Tab")
    link.wait_for_one()
    cell.focus()
    cell.press("End")
    cell.press("4")
    with page.expect_response(CASES):
        link.let_through()
    settled(page)
    cell.press("5")
    expect(cell).to_be_focused()
    with page.expect_response(lambda answer: "planned=33345" in (answer.request.post_data or "")) as saved:
        cell.press("Tab")
    assert saved.value.status == 200
    settled(page)
    expect(page.locator(".cell .field-error")).to_have_count(0)
    page.reload()
    expect(cell).to_have_value(re.compile(r"^33.?345"))
