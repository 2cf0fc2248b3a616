"""What a killed run may have left, state by state, and what the next crawl makes of it."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from history import SITE, Crawled, History, paths_of
from news_site import NewsSite, articles_in
from pytest_httpserver import HTTPServer
from sudden_death import die_everywhere
from support import Record, Run

from crawler.dataset.runs import finished_runs
from crawler.dataset.salvage import salvage_runs
from crawler.spiders.hubei.jingzhou import Jingzhou

COLUMN = "队伍建设"
# Lines that are none: not JSON, no object, cut by a power cut. Each is one more broken line.
GARBAGE = ['{"id": "3f9c', "null", "[1, 2]", "\x00\xff", ""]
TORN = '{"id": "3f9c0a1b2c3d4e5f6071", "url": "http:'


@dataclass(frozen=True)
class Two:
    """The lines of two articles and of their links."""

    articles: list[Record]
    links: list[Record]

    def of(self, run: str) -> tuple[str, str]:
        """As run ``run`` has them in its files."""
        records = [{**record, "run": run} for record in self.articles]
        return as_lines(records), as_lines(self.links)


def as_lines(lines: list[Record]) -> str:
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def write(folder: Path, **files: str) -> None:
    """Files by name, with ``_`` for the dots."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text, encoding="utf-8", errors="surrogateescape")


def broken_lines(folder: Path, articles: str, links: str) -> None:
    garbage = "".join(f"{line}\n" for line in GARBAGE)
    write(folder, articles_jsonl_part=articles + garbage + TORN, links_jsonl_part=garbage + links + "\0" * 4096)


def articles_closed(folder: Path, articles: str, links: str) -> None:
    write(folder, articles_jsonl=articles, links_jsonl_part=links)


def report_under_way(folder: Path, articles: str, links: str) -> None:
    write(folder, articles_jsonl=articles, links_jsonl=links, report_json_part='{"site": ')


def salvage_under_way(folder: Path, articles: str, links: str) -> None:
    write(folder, articles_jsonl_part=articles, articles_jsonl_mended=articles[:100], links_jsonl_part=links)


def part_not_removed(folder: Path, articles: str, links: str) -> None:
    write(folder, articles_jsonl_part=articles + TORN, articles_jsonl=articles, links_jsonl_part=links)


def a_link_less(folder: Path, articles: str, links: str) -> None:
    write(folder, articles_jsonl_part=articles, links_jsonl_part=links.splitlines(keepends=True)[0])


def an_article_less(folder: Path, articles: str, links: str) -> None:
    write(folder, articles_jsonl_part=articles[:-40], links_jsonl_part=links)


def nothing(folder: Path, articles: str, links: str) -> None:
    write(folder)


State = Callable[[Path, str, str], None]
STATES: list[State] = [
    broken_lines,
    articles_closed,
    report_under_way,
    salvage_under_way,
    part_not_removed,
    a_link_less,
    an_article_less,
    nothing,
]


@pytest.fixture(scope="module")
def twos(
    servers: tuple[HTTPServer, HTTPServer], tmp_path_factory: pytest.TempPathFactory
) -> tuple[NewsSite, list[Two]]:
    """A site, and the lines of two of its articles for each state."""
    site = NewsSite(servers[0])
    site.open(COLUMN, "/dwjs/", 2 * len(STATES) + 3)
    run = History(site, tmp_path_factory.mktemp("lines")).crawl(0).run
    links = {link["id"]: link for link in run.links}
    # The newest three are left to a run of another kind.
    pairs = [run.articles[at : at + 2] for at in range(3, 2 * len(STATES) + 3, 2)]
    return site, [Two(pair, [links[record["id"]] for record in pair]) for pair in pairs]


class TakenOver:
    """A dataset with a run of each state, and one that lacks its manifest only; and the crawl that takes them over."""

    def __init__(self, site: NewsSite, twos: list[Two], folder: Path) -> None:
        self.site = site
        history = History(site, folder)
        sample = history.crawl(0, "-a", "sample=3").run.folder
        self.told = json.loads((sample / "manifest.json").read_text(encoding="utf-8"))
        (sample / "manifest.json").rename(sample / "manifest.json.part")
        for number, (state, two) in enumerate(zip(STATES, twos, strict=True)):
            name = f"20261001T0000{number:02}Z"
            state(sample.with_name(name), *two.of(name))
        self.after: Crawled = history.crawl(0)
        runs = {run.folder.name: run for run in history.runs()}
        self.sealed = runs[sample.name]
        self.by_state = {state: runs[f"20261001T0000{number:02}Z"] for number, state in enumerate(STATES)}
        self.written = history.written()


@pytest.fixture(scope="module")
def taken_over(twos: tuple[NewsSite, list[Two]], tmp_path_factory: pytest.TempPathFactory) -> TakenOver:
    return TakenOver(*twos, tmp_path_factory.mktemp("states"))


@pytest.mark.parametrize("state", STATES)
def test_every_state_becomes_a_sealed_run(taken_over: TakenOver, state: State) -> None:
    run = taken_over.by_state[state]
    whole = {"nothing": 0, "an_article_less": 1}.get(state.__name__, 2)
    assert (run.report["verdict"], run.report["account"]["written"]) == ("interrupted", whole)
    assert len(run.articles) == len(run.links) == whole
    assert {path.name for path in run.folder.iterdir()} == {
        "articles.jsonl",
        "links.jsonl",
        "report.json",
        "manifest.json",
    }


def test_lines_that_are_none_are_dropped_and_counted(taken_over: TakenOver) -> None:
    counts = {state.__name__: run.report["broken_lines"] for state, run in taken_over.by_state.items()}
    assert counts == {
        **dict.fromkeys(counts, 0),
        "broken_lines": 2 * len(GARBAGE) + 2,
        "part_not_removed": 1,
        "an_article_less": 2,  # and the link of it
    }


def test_an_article_whose_link_is_lost_gets_one_without_a_place(taken_over: TakenOver) -> None:
    run = taken_over.by_state[a_link_less]
    article, link = run.articles[1], run.links[1]
    assert (link["page"], link["position"], link["outcome"], link["reason"]) == (None, None, "written", None)
    assert {name: link[name] for name in ("id", "url", "column", "list_title", "list_date")} == {
        name: article[name] for name in ("id", "url", "column", "list_title", "list_date")
    }
    assert list(link) == list(run.links[0])


def test_the_crawl_behind_them_gets_what_they_lack_and_nothing_twice(taken_over: TakenOver) -> None:
    assert taken_over.after.run.report["verdict"] == "complete"
    assert taken_over.written == set(taken_over.site.stories)
    assert sorted(articles_in(taken_over.after.asked)) == sorted(taken_over.after.written)
    held = {path for run in taken_over.by_state.values() for path in paths_of(run.articles)}
    assert len(held) == 2 * len(STATES) - 3
    assert not held & taken_over.after.written


def test_a_run_that_lacks_its_manifest_only_gets_the_one_it_was_to_have(taken_over: TakenOver) -> None:
    assert taken_over.sealed.report["verdict"] == "partial"
    assert {**taken_over.sealed.manifest, "homepage": taken_over.told["homepage"]} == taken_over.told


def content(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in ("articles.jsonl", "links.jsonl")}


@pytest.mark.parametrize("state", STATES)
def test_a_salvage_that_is_killed_anywhere_is_done_again_with_the_same_lines(
    twos: tuple[NewsSite, list[Two]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, state: State
) -> None:
    name, two = "20261001T000000Z", twos[1][0]
    left, data = tmp_path / "left", tmp_path / "data"
    state(left / SITE / "runs" / name, *two.of(name))
    shutil.copytree(left, tmp_path / "whole")
    assert salvage_runs(tmp_path / "whole", SITE, Jingzhou) == [name]
    whole = Run(tmp_path / "whole" / SITE / "runs" / name)

    def salvage() -> None:
        shutil.copytree(left, data, dirs_exist_ok=True)
        salvage_runs(data, SITE, Jingzhou)

    def again() -> None:
        salvage_runs(data, SITE, Jingzhou)
        run = Run(data / SITE / "runs" / name)
        assert content(run.folder) == content(whole.folder)
        assert run.report["account"] == whole.report["account"]
        assert set(run.manifest["files"]) == {"articles.jsonl", "links.jsonl", "report.json"}
        assert sorted(path.name for path in run.folder.iterdir()) == sorted([*run.manifest["files"], "manifest.json"])
        shutil.rmtree(data)

    assert die_everywhere(monkeypatch, salvage, again) >= 4
    assert salvage_runs(data, SITE, Jingzhou) == []


def test_runs_of_one_second_are_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    second = "20261001T000000Z"
    names = ["20260930T235959Z-11", second, f"{second}-2", f"{second}-9", f"{second}-10", "20261001T000001Z"]
    for name in names:
        nothing(tmp_path / SITE / "runs" / name, "", "")
    assert salvage_runs(tmp_path, SITE, Jingzhou) == names
    assert [run.name for run in finished_runs(tmp_path, SITE)] == names
