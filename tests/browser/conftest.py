"""The towns and browsers of the browser tests: one of each per engine and worker."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.browser.person import DESK, PHONE, Person
from tests.browser.towns import Town, served
from tests.support import machine
from tests.support.databases import ENGINES

# Without these Chromium looks for hosts of its maker, which nobody here answers for.
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync",
         "--disable-dev-shm-usage"]  # fmt: skip
# Playwright switches the back/forward cache off; people have it on, and so do these tests.
AS_PEOPLE_HAVE_IT = ["--disable-back-forward-cache"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder needs a browser."""
    for item in items:
        if "/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """A Chromium as people have it, its back/forward cache included."""
    running = playwright.chromium.launch(
        executable_path=machine.chromium(), args=QUIET, ignore_default_args=AS_PEOPLE_HAVE_IT
    )
    yield running
    running.close()


@pytest.fixture(scope="session", params=ENGINES)
def town(request: pytest.FixtureRequest) -> Iterator[Town]:
    """A fictitious municipality that is served, once on each database."""
    with served(request.param) as town:
        yield town


@pytest.fixture(params=[DESK, PHONE])
def width(request: pytest.FixtureRequest) -> int:
    """A desk and a phone."""
    return int(request.param)


@pytest.fixture
def person(town: Town, browser: Browser) -> Iterator[Callable[..., Person]]:
    """Have somebody at a window of their own, not signed in yet; gone when the test ends."""
    with ExitStack() as open_windows:

        def come(name: str, width: int = DESK, **options: object) -> Person:
            someone = Person(town, browser, name, width, **options)
            open_windows.callback(someone.leave)
            return someone

        yield come
