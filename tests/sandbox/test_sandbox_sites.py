"""One site a family: each is found by listing the folder, obeys its family's form and can be read by it alone."""

import json
from pathlib import Path
from typing import Any

import pytest
from parsel import Selector
from sandbox_walkers import WALKERS, Reader, links, unscrambled

from crawler.sandbox import platforms  # noqa: TID251
from crawler.sandbox.identity import identity  # noqa: TID251
from crawler.sandbox.pages import Pages  # noqa: TID251
from crawler.sandbox.platforms import families  # noqa: TID251
from crawler.sandbox.sites import DEMO, build, profiles, usual_articles  # noqa: TID251
from crawler.sandbox.truth import truth_lines  # noqa: TID251

NAMES = sorted(WALKERS)
# Enough seeds to meet most of what the families draw.
SEEDS = (1, 2, 3, 4)
Lines = list[dict[str, Any]]
Built = tuple[str, Pages, Lines]


def base(name: str) -> str:
    return f"http://{profiles()[name].host}:8000"


@pytest.fixture(
    scope="module", params=[(name, seed) for name in NAMES for seed in SEEDS], ids=lambda p: f"{p[0]}-{p[1]}"
)
def built(request: pytest.FixtureRequest) -> Built:
    name, seed = request.param
    pages = build(seed, 120, base(name), name, still=True)
    return name, pages, list(map(json.loads, truth_lines(pages)))


def of(lines: Lines, kind: str) -> Lines:
    return [line for line in lines if line["kind"] == kind]


def shown(reader: Reader, name: str, url: str) -> str:
    """A page as its reader sees it."""
    html = unscrambled(reader, url) if name == "browser" else reader.text(url)
    return html.replace("</html>", "").replace("</body>", "")


def test_each_family_has_a_host_of_its_own() -> None:
    # A further family needs no walker here: newsite and a crawl try every site (tests/survey).
    assert set(NAMES) <= set(families())
    assert len({profile.host for profile in profiles().values()}) == len(profiles()) == len(families()) + 1
    assert len({profile.title for profile in profiles().values()}) == len(profiles())
    assert usual_articles(DEMO) == 600
    assert all(usual_articles(name) >= 300 for name in NAMES)


def test_a_further_family_is_one_more_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tenth.py").write_text(
        "from crawler.sandbox.platforms.jeecms import Jeecms as FAMILY\n"
        "from crawler.sandbox.profile import Profile\n"
        "PROFILE = Profile('tenth', '127.0.0.99', 'a try', '新榆', '新榆网', '新榆市某办', 'peace')\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(platforms, "__path__", [*platforms.__path__, str(tmp_path)])
    assert list(profiles())[-1] == "tenth"
    assert "新榆市某办" in (build(1, 100, base("tenth"), "tenth").html("/") or "")


def test_every_column_is_reached_from_the_home_page(built: Built) -> None:
    name, pages, lines = built
    reader = Reader(pages)
    columns = {identity(line["url"]): line["url"] for line in of(lines, "column")}
    waiting, reached = [pages.base + "/"], set()
    while waiting:
        url = waiting.pop()
        for link in links(shown(reader, name, url), url):
            key = identity(link)
            if key in columns and key not in reached:
                reached.add(key)
                waiting.append(columns[key])
    assert reached == columns.keys()


def test_walking_by_the_conventions_of_the_family_finds_every_row(built: Built) -> None:
    name, pages, lines = built
    reader = Reader(pages)
    listed: dict[str, Lines] = {}
    for line in of(lines, "link"):
        listed.setdefault(line["column_url"], []).append(line)
    for column in of(lines, "column"):
        if column["form"] == "portal":
            assert column["url"] not in listed
            continue
        walked = [{identity(link) for link in page} for page in WALKERS[name](reader, column["url"])]
        for line in listed.get(column["url"], []):
            at = walked if line["page"] is None else [walked[line["page"] - 1]]
            assert any(identity(line["url"]) in page for page in at), line
    assert {line["url"] for line in of(lines, "link") if line["target"] == "article"} == {
        line["url"] for line in of(lines, "article")
    }


def test_articles_print_their_title_and_their_text(built: Built) -> None:
    name, pages, lines = built
    reader = Reader(pages)
    for line in of(lines, "article")[::7]:
        text = "".join(Selector(shown(reader, name, line["url"])).xpath("//text()").getall())
        bare = "".join(text.split())
        assert "".join(line["title"].split()) in bare
        assert "".join(line["body"].split("\n")[0].split()) in bare
        if name in {"jpage", "gkmlpt", "browser"}:
            assert line["pages"] == 1
            assert all("".join(one.split()) in bare for one in line["body"].split("\n"))


def test_dead_links_are_dead(built: Built) -> None:
    _, pages, lines = built
    for line in of(lines, "link"):
        if line["target"] == "dead":
            path, _, parameters = line["url"].removeprefix(pages.base).partition("?")
            assert pages.answer(path, dict(pair.split("=") for pair in parameters.split("&") if pair)) is None


@pytest.mark.parametrize("name", NAMES)
def test_sites_have_all_kinds_of_columns(name: str) -> None:
    for seed in range(1, 11):
        pages = build(seed, usual_articles(name), base(name), name)
        columns = of(list(map(json.loads, truth_lines(pages))), "column")
        children = [column for column in columns if len(column["trail"]) == 2]
        parents = {column["trail"][0] for column in children}
        assert {column["form"] for column in columns if column["column"] in parents} == {"list", "portal"}
        assert len(children) >= 5
        assert sum(column["rows"] == 0 and column["form"] == "list" for column in columns) == 1
        assert sum(column["rows"] == 5 for column in columns) >= 2
        assert max(column["pages"] for column in columns) >= 5
        assert len({column["column"] for column in columns}) == len(columns) >= 12


@pytest.mark.parametrize("name", NAMES)
def test_the_same_seed_gives_the_same_site(name: str) -> None:
    def digest(seed: int) -> list[bytes | str]:
        pages = build(seed, 120, base(name), name)
        lines = list(truth_lines(pages))
        reader = Reader(pages)
        return [*lines, *(reader.bytes(line["url"]) for line in of(list(map(json.loads, lines)), "column"))]

    assert digest(3) == digest(3)
    assert digest(3) != digest(4)


@pytest.mark.parametrize(("name", "host_unit"), [(name, profiles()[name].host_unit) for name in NAMES])
def test_home_pages_say_who_runs_them_and_that_they_are_invented(name: str, host_unit: str) -> None:
    for seed in SEEDS:
        pages = build(seed, 120, base(name), name)
        html = shown(Reader(pages), name, pages.base + "/")
        assert "演示数据" in html
        assert host_unit in html
        assert profiles()[name].icp in html


def test_sites_of_one_seed_look_unlike_each_other() -> None:
    heads = set()
    for name in NAMES:
        html = shown(Reader(build(1, 120, base(name), name)), name, base(name) + "/")
        # The tags around the navigation, without any text.
        heads.add("".join(element.root.tag for element in Selector(html).xpath("//body//*[not(self::a)]"))[:400])
    assert len(heads) >= len(NAMES) - 2
