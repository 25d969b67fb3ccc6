"""After signing out nothing of a resident is left in the browser, its page memory included."""

from tests.browser import cases

REMEMBER = "addEventListener('pageshow', (event) => { window.cameBack = event.persisted; })"
CACHEABLE = ("/static/art/mark.svg", "/static/art/empty.svg")


def go_back(page, address):
    page.evaluate("history.back()")
    page.wait_for_url(address, wait_until="commit")  # a page kept in memory loads no more


def test_this_browser_keeps_whole_pages_in_memory(person):
    page = person("noor.wissink").page
    first, second = CACHEABLE
    page.goto(first)
    page.evaluate(REMEMBER)
    page.goto(second)
    go_back(page, f"**{first}")
    page.wait_for_function("window.cameBack === true")


def test_back_after_signing_out_shows_the_sign_in_page(person, width):
    noor = person("noor.wissink", width)
    noor.sign_in()
    reference = cases.own_case(noor)
    assert reference in noor.main.inner_text()
    noor.sign_out()
    go_back(noor.page, "**/sign-in")
    noor.main.get_by_label("Wachtwoord").wait_for()
    assert reference not in noor.page.content()
    assert not noor.page.locator("body").get_attribute("hidden")


def test_back_to_a_page_while_signed_in_asks_the_server_again(person):
    noor = person("noor.wissink")
    noor.sign_in()
    reference = cases.own_case(noor)
    noor.menu("Mijn werk")
    with noor.page.expect_response(f"**/cases/{reference}") as asked:
        noor.page.evaluate("history.back()")
    assert asked.value.status == 200
    noor.page.wait_for_url(f"**/cases/{reference}")
    noor.main.get_by_role("heading", level=1).wait_for()
