"""A release says what the runs hold, and what is otherwise than in the one before."""

import hashlib
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from history import SITE, History, date_on, environment_on
from news_site import NewsSite
from pytest_httpserver import HTTPServer
from released import TABLES, Release, latest, listed, release
from support import Record, crawl, lanmu, runs

NEW, OLD = "队伍建设", "政法要闻"
EDITED, GONE, BACK, KEPT = (f"/dwjs/{number}.jhtml" for number in (4, 3, 2, 1))


class Week:
    """A site released on four days; on the third two articles are new, one edited and two gone; one is back after."""

    def __init__(self, site: NewsSite, folder: Path) -> None:
        self.folder, self.history = folder, History(site, folder)
        self.versions: dict[int, Release] = {}
        site.open(NEW, "/dwjs/", 4, day=date_on(0))
        site.open(OLD, "/zfyw/", 3)
        self.crawl(0)
        self.release(0)
        # Nothing new to release, two days after.
        self.release(2)
        self.added = site.publish(OLD, 2, day=date_on(3))
        site.edit(EDITED, title="第4次工作会议圆满结束", source="某省日报")
        for path in (GONE, BACK):
            site.fault(path, 404)
        self.crawl(3)
        self.release(3)
        site.restore(BACK)
        self.crawl(4)
        self.release(4)

    def crawl(self, day: int) -> None:
        self.history.crawl(day)

    def release(self, day: int) -> None:
        done = release(self.folder, day=day)
        assert done.stderr == ""
        self.versions[day] = latest(self.folder)

    def article(self, path: str, day: int = 0) -> Record:
        (row,) = (row for row in self.versions[day].rows("articles") if row["url"].endswith(path))
        return row


@pytest.fixture(scope="module")
def week(servers: tuple[HTTPServer, HTTPServer], tmp_path_factory: pytest.TempPathFactory) -> Week:
    return Week(NewsSite(servers[0]), tmp_path_factory.mktemp("week"))


def test_versions_are_named_by_day_and_numbered_by_what_changed(week: Week) -> None:
    assert listed(week.folder) == [date_on(day) for day in (0, 2, 3, 4)]
    semvers = [week.versions[day].manifest["semver"] for day in (0, 2, 3, 4)]
    assert semvers == ["1.0.0", "1.0.1", "2.0.0", "2.1.0"]


def test_each_article_is_there_once_as_the_run_wrote_it(week: Week) -> None:
    (run,) = runs(week.folder, SITE)[:1]
    written = {record["id"]: record for record in run.articles}
    rows = week.versions[0].rows("articles")
    assert {row["id"] for row in rows} == set(written)
    assert len(rows) == 7
    for row in rows:
        # Of an object, a release has every key.
        same = {name: value for name, value in written[row["id"]].items() if name != "rules"}
        assert {name: row[name] for name in same} == same
        assert {key: rule for key, rule in row["rules"].items() if rule} == written[row["id"]]["rules"]
        assert (row["columns"], row["first_run"], row["revisions"]) == ([row["column"]], run.folder.name, 0)
    assert [row["date"] for row in rows] == sorted(row["date"] for row in rows)


def test_unchanged_input_makes_the_same_bytes(week: Week) -> None:
    first, second = week.versions[0], week.versions[2]
    assert first.data() == second.data()
    assert second.rows("changes") == []
    assert second.manifest["changes"] == {"added": 0, "changed": 0, "removed": 0}
    assert second.manifest["previous"]["version"] == date_on(0)


def test_changes_are_exactly_what_was_planted(week: Week) -> None:
    changes = {(row["op"], "/" + row["url"].split("/", 3)[3]): row for row in week.versions[3].rows("changes")}
    planted = {("added", path) for path in week.added} | {("changed", EDITED), ("removed", GONE), ("removed", BACK)}
    assert set(changes) == planted
    before, after = week.article(EDITED, 0), week.article(EDITED, 3)
    edited = changes["changed", EDITED]
    assert (edited["previous_sha256"], edited["content_sha256"]) == (before["content_sha256"], after["content_sha256"])
    assert edited["fields"] == ["title", "source"]
    assert (edited["id"], edited["title"], edited["date"]) == (after["id"], "第4次工作会议圆满结束", after["date"])
    removed = changes["removed", GONE]
    assert (removed["previous_sha256"], removed["content_sha256"]) == (week.article(GONE)["content_sha256"], None)
    added = changes["added", week.added[0]]
    assert (added["previous_sha256"], added["fields"]) == (None, [])
    assert added["content_sha256"] == week.article(week.added[0], 3)["content_sha256"]
    assert week.versions[3].manifest["changes"] == {"added": 2, "changed": 1, "removed": 2}


def test_the_version_before_and_the_changes_make_the_next(week: Week) -> None:
    """By id and hash, over all versions."""
    held: dict[str, str] = {row["id"]: row["content_sha256"] for row in week.versions[0].rows("articles")}
    for day in (2, 3, 4):
        for row in week.versions[day].rows("changes"):
            assert held.pop(row["id"], None) == row["previous_sha256"]
            if row["op"] != "removed":
                held[row["id"]] = row["content_sha256"]
        assert held == {row["id"]: row["content_sha256"] for row in week.versions[day].rows("articles")}


def test_earlier_texts_and_removals_are_kept(week: Week) -> None:
    release_4 = week.versions[4]
    earlier = {row["url"].split("/", 3)[3]: row for row in release_4.rows("revisions")}
    assert {path: row["ended"] for path, row in earlier.items()} == {
        EDITED[1:]: "revised",
        GONE[1:]: "removed",
        BACK[1:]: "removed",
    }
    assert earlier[EDITED[1:]]["title"] == week.article(EDITED)["title"]
    removals = {row["url"].split("/", 3)[3]: row["restored"] for row in release_4.rows("removals")}
    assert removals == {GONE[1:]: False, BACK[1:]: True}
    assert week.article(BACK, 4)["revisions"] == 1


def test_every_link_is_there_once_with_what_became_of_it_last(week: Week) -> None:
    release_3 = week.versions[3]
    links = release_3.rows("links")
    assert len({(row["column"], row["url"]) for row in links}) == len(links) == 9
    account = release_3.manifest["accounts"]["links"]
    assert account["rows"] == 9
    assert account["written"] + account["known"] + sum(account["dropped"].values()) == 9
    kept = next(row for row in links if row["url"].endswith(KEPT))
    assert (kept["outcome"], kept["times"]) == ("known", 2)


def test_coverage_adds_up(week: Week) -> None:
    for version in week.versions.values():
        rows = version.rows("coverage")
        assert sum(row["articles"] for row in rows) == version.manifest["counts"]["articles"]
        (site,) = version.manifest["sites"]
        assert sum(column["articles"] for column in site["columns"]) == version.manifest["counts"]["articles"]


@pytest.mark.parametrize("table", TABLES)
def test_parquet_and_lines_hold_the_same(week: Week, table: str) -> None:
    for version in week.versions.values():
        assert version.parquet(table) == version.rows(table)
        assert len(version.rows(table)) == version.manifest["counts"][table]


def test_parquet_is_as_viewers_want_it(week: Week) -> None:
    file = pq.ParquetFile(week.versions[0].folder / "data" / "articles-00000-of-00001.parquet")
    column = file.metadata.row_group(0).column(0)
    assert column.compression == "ZSTD"
    assert column.has_offset_index
    assert str(file.schema_arrow.field("date").type) == "date32[day]"


def test_the_sums_are_those_of_all_files(week: Week) -> None:
    for version in week.versions.values():
        lines = (version.folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
        sums = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
        files = {path.relative_to(version.folder).as_posix(): path for path in version.folder.rglob("*.*")}
        assert set(sums) == set(files)
        assert sums == {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()}


def test_folded_months_make_the_same_release(week: Week) -> None:
    """Runs that ``lanmu fold`` has put together are the same runs."""
    done = lanmu("fold", SITE, cwd=week.folder, env=environment_on(40))
    assert "one folder now" in done.stdout
    release(week.folder, day=40)
    assert latest(week.folder).data() == week.versions[4].data()


def test_all_sites_together(servers: tuple[HTTPServer, HTTPServer], tmp_path: Path) -> None:
    """Each by itself, then one dataset of all; what one site has taken from the other is found there alone."""
    site = NewsSite(servers[1])
    site.open("要闻", "/yw/", 2)
    for name in (SITE, "demo"):
        assert crawl(name, site.address, cwd=tmp_path).returncode == 0
    done = release(tmp_path, "--all")
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["demo", SITE, "all"]
    (version,) = (tmp_path / "data" / "releases").glob("2*")
    together = Release(version)
    assert {entry["site"] for entry in together.manifest["sites"]} == {"demo", SITE}
    rows = together.rows("articles")
    assert len({row["id"] for row in rows}) == 4
    assert len({row["cluster"] for row in rows}) == 1
    assert json.loads((tmp_path / "data" / "releases" / "versions.json").read_text())["latest"] == version.name
