"""The pages in a real browser: nothing from elsewhere, no error, readable by everybody, by keyboard too."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from urllib.parse import urlsplit

import pytest
from addresses import some_of_each_view
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from web_server import Served

WIDTHS = (1440, 390)
SERIOUS = {"serious", "critical"}
MOST_STOPS = 2_000


@dataclass
class Watched:
    """A tab, and what it asked for and complained of."""

    tab: Page
    complaints: list[str] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)


@pytest.fixture(scope="module")
def paths(pages: Served) -> list[str]:
    """Some pages of each view, Chinese; and one of each in English."""
    return [*some_of_each_view(pages.address), *some_of_each_view(pages.address, "/en", of_each=1)]


@pytest.fixture(scope="module", params=WIDTHS)
def watched(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Watched]:
    """A tab of this width."""
    context = browser.new_context(viewport={"width": request.param, "height": 900})
    watched = Watched(context.new_page())
    watched.tab.on("console", lambda message: watched.complaints.append(message.text))
    watched.tab.on("pageerror", lambda error: watched.complaints.append(str(error)))
    watched.tab.on("request", lambda asked: watched.asked.add(urlsplit(asked.url).netloc))
    yield watched
    context.close()


def test_every_view_is_reached_from_the_first_page(paths: list[str]) -> None:
    views = {urlsplit(path).path for path in paths}
    assert {
        *("/", "/columns", "/column", "/run", "/runs", "/links", "/pages", "/articles", "/article", "/changes"),
        *("/datasets", "/dataset"),
    } <= views
    assert {f"/en{view}" for view in views if not view.startswith("/en")} == {
        view for view in views if view.startswith("/en")
    }


def test_pages_ask_nothing_of_others_complain_of_nothing_and_fit(
    watched: Watched, pages: Served, paths: list[str]
) -> None:
    for path in paths:
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


def test_every_view_can_be_walked_by_keyboard(watched: Watched, pages: Served, paths: list[str]) -> None:
    """Tab comes by all that can be done on a page, in the order in which it is read, and each time it can be seen."""
    for path in paths:
        watched.tab.goto(pages.address + path)
        reachable = watched.tab.evaluate(_REACHABLE)
        stops = []
        for _ in range(min(reachable + 2, MOST_STOPS)):
            watched.tab.keyboard.press("Tab")
            stop = watched.tab.evaluate(_FOCUSED)
            if stop is None:
                break
            stops.append(stop)
        assert len(stops) == reachable, path
        assert all(one["place"] < other["place"] for one, other in pairwise(stops)), path
        assert all(stop["seen"] for stop in stops), [stop["html"] for stop in stops if not stop["seen"]][:3]
        assert stops[0]["html"].startswith('<a class="skip"'), path


def test_a_link_is_followed_by_keyboard_alone(watched: Watched, pages: Served) -> None:
    watched.tab.goto(pages.address + "/")
    watched.tab.keyboard.press("Tab")
    watched.tab.keyboard.press("Enter")
    assert urlsplit(watched.tab.url).fragment == "main"
    watched.tab.keyboard.press("Tab")
    href = watched.tab.evaluate("document.activeElement.getAttribute('href')")
    watched.tab.keyboard.press("Enter")
    watched.tab.wait_for_url(pages.address + href)
    assert watched.tab.locator("h1").count() == 1


# What can be reached by Tab: as browsers say it, and what scrolls.
_REACHABLE = """() => {
  const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')];
  all.forEach((one, place) => { one.dataset.place = place; });
  return all.filter(one => one.checkVisibility() && !one.disabled && one.type !== 'hidden').length;
}"""
_FOCUSED = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const style = getComputedStyle(one), box = one.getBoundingClientRect();
  return {
    place: Number(one.dataset.place), html: one.outerHTML.slice(0, 80),
    seen: style.outlineStyle !== 'none' && box.width > 0 && box.height > 0,
  };
}"""
