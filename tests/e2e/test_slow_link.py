"""A budget cell on a slow link: what is typed last is what is saved."""

import re
import time
from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

from tests.e2e.test_session_ended import EMAIL, campaign


def opened(sign_in: Callable[..., Page], place: int) -> tuple[Page, str]:
    page = sign_in(EMAIL)
    page.goto(f"{campaign(page, 'LAN-04')}budget/")
    name = page.locator(".cell-form input.num").nth(place).get_attribute("id")

    def late(route: Route) -> None:
        answer = route.fetch()
        time.sleep(1.5)
        route.fulfill(response=answer)

    page.route(re.compile(r"/cases/"), late)
    return page, f"[id='{name}']"


def test_a_second_value_typed_before_the_answer_is_saved_too(sign_in: Callable[..., Page]) -> None:
    page, name = opened(sign_in, 1)
    cell = page.locator(name)
    cell.fill("111")
    cell.press("Tab")
    with page.expect_response(lambda answer: "planned=222" in (answer.request.post_data or "")):
        cell.fill("222")
        cell.press("Tab")
    page.wait_for_load_state("networkidle")
    expect(cell).to_have_value(re.compile("^222"))
    page.reload()
    expect(cell).to_have_value(re.compile(r"^222"))


def test_the_answer_leaves_alone_the_cell_somebody_is_back_in(sign_in: Callable[..., Page]) -> None:
    page, name = opened(sign_in, 2)
    cell = page.locator(name)
    cell.fill("333")
    with page.expect_response(re.compile(r"/cases/")):
        cell.press("Tab")
        cell.focus()
        cell.press("End")
        cell.press("4")
    page.wait_for_timeout(300)
    cell.press("5")
    expect(cell).to_be_focused()
    with page.expect_response(lambda answer: "planned=33345" in (answer.request.post_data or "")) as saved:
        cell.press("Tab")
    assert saved.value.status == 200
    page.wait_for_load_state("networkidle")
    assert not page.locator(".cell .field-error").count()
    page.reload()
    expect(cell).to_have_value(re.compile(r"^33.?345"))
