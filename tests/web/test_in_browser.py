"""The pages in a real browser: nothing from elsewhere, no error, readable by everybody, by keyboard too."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypedDict
from urllib.parse import urlsplit

import pytest
from addresses import each_view
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from web_server import Served

WIDTHS = (1440, 390)
SERIOUS = {"serious", "critical"}


class Stop(TypedDict):
    """Where the focus is: the number of the element, its HTML, whether it can be seen to have the focus."""

    place: int
    html: str
    seen: bool


@dataclass
class Watched:
    """A tab, and what it asked for and complained of."""

    tab: Page
    complaints: list[str] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)


@pytest.fixture(scope="module")
def paths(pages: Served) -> list[str]:
    """A page of each view, tab and arrangement."""
    return each_view(pages.address)


@pytest.fixture(scope="module")
def english(pages: Served) -> list[str]:
    return each_view(pages.address, "/en")


@contextmanager
def window(browser: Browser, width: int) -> Iterator[Watched]:
    """A window of this width."""
    context = browser.new_context(viewport={"width": width, "height": 900})
    watched = Watched(context.new_page())
    watched.tab.on("console", lambda message: watched.complaints.append(message.text))
    watched.tab.on("pageerror", lambda error: watched.complaints.append(str(error)))
    watched.tab.on("request", lambda asked: watched.asked.add(urlsplit(asked.url).netloc))
    yield watched
    context.close()


@pytest.fixture(scope="module", params=WIDTHS)
def watched(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Watched]:
    with window(browser, request.param) as watched:
        yield watched


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    """A tab at a desk, where there is a keyboard."""
    with window(browser, WIDTHS[0]) as watched:
        yield watched.tab


def test_every_view_is_reached_from_the_first_page_in_both_languages(paths: list[str], english: list[str]) -> None:
    views = {urlsplit(path).path for path in paths}
    assert views == {
        *("/", "/columns", "/column", "/run", "/runs", "/links", "/pages", "/articles", "/article", "/changes"),
        *("/datasets", "/dataset"),
    }
    assert {urlsplit(path).path for path in english} == {f"/en{view}" for view in views}


def test_pages_ask_nothing_of_others_complain_of_nothing_and_fit(
    watched: Watched, pages: Served, paths: list[str], english: list[str]
) -> None:
    for path in (*paths, *english):
        watched.tab.goto(pages.address + path)
        assert watched.complaints == [], path
        wide = watched.tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{path} is {wide} px too wide"
    assert watched.asked == {urlsplit(pages.address).netloc}


def test_axe_finds_nothing_serious(watched: Watched, pages: Served, paths: list[str]) -> None:
    axe = Axe()
    for path in paths:
        watched.tab.goto(pages.address + path)
        found = axe.run(watched.tab).response["violations"]
        serious = [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in SERIOUS]
        assert serious == [], path


def test_every_view_can_be_walked_by_keyboard(tab: Page, pages: Served, paths: list[str]) -> None:
    """Tab comes by all that can be done on a page, in the order in which it is read, and each time it can be seen."""
    for path in paths:
        # From the beginning, not from the tab that the address points to.
        tab.goto(pages.address + path.partition("#")[0])
        reachable = tab.evaluate(_REACHABLE)
        # A field for a day has stops within it.
        for _ in range(len(reachable) + _WITHIN * tab.locator("[type=date]").count()):
            tab.keyboard.press("Tab")
        stops: list[Stop] = tab.evaluate("window.stops")[: len(reachable)]
        assert [stop["place"] for stop in stops] == reachable, path
        assert [stop["html"] for stop in stops if not stop["seen"]] == [], path
        assert stops[0]["html"].startswith('<a class="skip"'), path


def test_a_link_is_followed_by_keyboard_alone(tab: Page, pages: Served) -> None:
    tab.goto(pages.address + "/")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/#main")
    tab.keyboard.press("Tab")
    href = tab.evaluate("document.activeElement.getAttribute('href')")
    tab.keyboard.press("Enter")
    tab.wait_for_url(pages.address + href)
    assert tab.locator("h1").count() == 1


# Month, day and a button, behind the year; where they are fewer, the page begins again.
_WITHIN = 3
# The numbers of what can be reached by Tab: as browsers say it, and what scrolls. From then on, what has had the focus.
_REACHABLE = """() => {
  const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')];
  all.forEach((one, place) => { one.dataset.place = place; });
  window.stops = [];
  document.addEventListener('focusin', ({target}) => {
    const style = getComputedStyle(target), box = target.getBoundingClientRect();
    window.stops.push({
      place: Number(target.dataset.place), html: target.outerHTML.slice(0, 80),
      seen: style.outlineStyle !== 'none' && box.width > 0 && box.height > 0,
    });
  });
  return all.filter(one => one.checkVisibility() && !one.disabled && one.type !== 'hidden')
    .map(one => Number(one.dataset.place));
}"""
