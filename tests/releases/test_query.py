"""``lanmu query``: what it says of datasets as crawls leave them."""

import csv
import re
import shutil
from pathlib import Path

import pytest
from asked import BACK, EDITED, GONE, LATER, NEW, OLD, Data, asked_data, path_of
from history import SITE, date_on
from pytest_httpserver import HTTPServer
from released import latest

VIEWS = ("FROM release_articles", "FROM articles")
PAGE = Path(__file__).parents[2] / "docs" / "queries.md"


@pytest.fixture(scope="module")
def data(servers: tuple[HTTPServer, HTTPServer], tmp_path_factory: pytest.TempPathFactory) -> Data:
    return asked_data(servers[0], tmp_path_factory.mktemp("asked"))


def test_articles_are_those_the_site_shows_as_last_seen(data: Data) -> None:
    rows = {path_of(row["url"]): row for row in data.ask("FROM articles")}
    assert set(rows) == set(data.articles) - {GONE}
    for path, row in rows.items():
        told = data.articles[path]
        same = {"id", "site", "column", "body", "attachments", "images"}
        assert {name: row[name] for name in same} == {name: told[name] for name in same}
        assert (row["first_run"], row["first_fetched_at"]) == (told["run"], told["fetched_at"])
    assert rows[EDITED]["flags"] == ["title_differs_from_list"]
    assert (rows[EDITED]["title"], rows[EDITED]["source"]) == ("第4次工作会议圆满结束", "某省日报")
    assert (rows[EDITED]["revisions"], rows[EDITED]["run"]) == (1, data.runs[1])
    # It was gone and is back: its revision is of the run that found it back.
    assert (rows[BACK]["revisions"], rows[BACK]["run"]) == (1, data.runs[2])
    assert rows[BACK]["title"] == data.articles[BACK]["title"]


def test_the_view_agrees_with_a_release(data: Data) -> None:
    names = ("id", "title", "date", "source", "body", "first_run")
    released, seen = ({row["id"]: [row[name] for name in names] for row in data.ask(view)} for view in VIEWS)
    assert released == seen
    assert released.keys() == {row["id"] for row in latest(data.folder).rows("articles")}
    (version,) = data.ask("FROM releases")
    assert (version["name"], version["version"], version["articles"]) == (SITE, date_on(LATER), len(released))
    assert data.ask("SELECT DISTINCT version FROM release_articles") == [{"version": date_on(LATER)}]


def test_links_know_their_run_in_folded_months_too(data: Data) -> None:
    rows = data.ask("SELECT run, count(*) AS links FROM links GROUP BY run ORDER BY run")
    told = data.ask("SELECT run, links FROM runs ORDER BY run")
    assert rows == told
    assert [row["run"] for row in rows] == data.runs
    (failed,) = data.ask("SELECT * FROM links WHERE outcome = 'failed'")
    assert (failed["site"], failed["run"], failed["column"], failed["reason"]) == (SITE, data.runs[-1], OLD, "http_500")


def test_runs_and_columns_are_those_of_the_reports(data: Data) -> None:
    rows = data.ask("SELECT * FROM runs")
    assert [row["run"] for row in rows] == data.runs
    assert [row["newest"] for row in rows] == [False] * (len(rows) - 1) + [True]
    assert [row["verdict"] for row in rows] == ["complete"] * (len(rows) - 1) + ["incomplete"]
    assert all(row["closes"] for row in rows)
    for row in rows:
        settled = row["written"] + row["known"] + row["repeated"] + row["dropped"] + row["failed"]
        assert row["listed"] == settled
    assert rows[-1]["failed_by"] == {"http_500": 1}
    columns = data.ask('SELECT "column", sum(listed) AS listed FROM columns GROUP BY 1 ORDER BY 1')
    assert {row["column"] for row in columns} == {NEW, OLD}
    assert sum(row["listed"] for row in columns) <= sum(row["listed"] for row in rows)


def test_history_is_there(data: Data) -> None:
    (removed, also) = data.ask("SELECT site, url, title FROM removals ORDER BY url")
    assert [path_of(removed["url"]), path_of(also["url"])] == [BACK, GONE]
    rows = data.ask("SELECT url, restored, changes FROM revisions ORDER BY restored")
    assert [(path_of(row["url"]), row["restored"]) for row in rows] == [(EDITED, False), (BACK, True)]
    outcomes = data.ask(
        "SELECT outcome, count(*) AS n FROM revisits WHERE outcome <> 'unchanged' GROUP BY 1 ORDER BY 1"
    )
    assert [row["outcome"] for row in outcomes] == ["gone", "revised"]
    assert outcomes[-1]["n"] == 2


def test_days_are_days_and_times_are_text(data: Data) -> None:
    (row,) = data.ask(
        "SELECT typeof(date) AS day, typeof(published) AS at, typeof(rules.title) AS rule FROM articles LIMIT 1"
    )
    assert row == {"day": "DATE", "at": "VARCHAR", "rule": "VARCHAR"}


def test_a_table_is_read_by_eye(data: Data) -> None:
    done = data.asked('SELECT "column", count(*) AS n FROM articles GROUP BY 1 ORDER BY n DESC, 1')
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == ["column     n", "────────────", f"{NEW}   4", f"{OLD}   3", "2 rows"]
    wide = data.asked("FROM articles LIMIT 1").stdout.splitlines()
    assert wide[0] == "row 1"
    assert wide[-1] == "1 row"
    assert any(re.fullmatch(rf"  column +{NEW}|  column +{OLD}", line) for line in wide)


def test_a_long_table_says_how_to_get_all(data: Data) -> None:
    lines = data.asked("SELECT range AS n FROM range(300)").stdout.splitlines()
    assert len(lines) == 203
    assert lines[-1] == "the first 200 rows; for all: --output FILE.csv or FILE.jsonl"


def test_a_file_is_whole_or_not_there(data: Data, tmp_path: Path) -> None:
    path = tmp_path / "articles.csv"
    done = data.asked("SELECT id, title, body, flags FROM articles ORDER BY id", "--output", path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", f"{path} is written\n")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 7
    assert {row["body"] for row in rows} == {record["body"] for record in data.articles.values()}
    before = path.read_bytes()
    failed = data.asked("SELECT error('so') FROM range(5000)", "--output", path)
    assert failed.returncode == 2
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["articles.csv"]


@pytest.mark.parametrize("there", [True, False])
def test_a_symlink_stays_and_its_target_is_written(data: Data, tmp_path: Path, there: bool) -> None:
    link, target = tmp_path / "link.jsonl", tmp_path / "far" / "answer.jsonl"
    target.parent.mkdir()
    link.symlink_to(target)
    if there:
        target.write_text("before\n", encoding="utf-8")
    assert data.asked("SELECT 1 AS n", "-o", link).returncode == 0
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == '{"n": 1}\n'
    assert [path.name for path in target.parent.iterdir()] == [target.name]


@pytest.mark.parametrize(
    "arguments",
    [
        ("-- how many = all\nSELECT 7 AS n",),
        ("--short\nSELECT\n7\nAS\nn",),
        ("--", "SELECT 7 AS n"),
        ("--", "-- how many\nSELECT 7 AS n"),
        ("/* all */ SELECT 7 AS n",),
    ],
)
def test_a_question_may_begin_with_a_comment(data: Data, arguments: tuple[str, ...]) -> None:
    done = data.asked("--format", "jsonl", *arguments)
    assert (done.returncode, done.stdout, done.stderr) == (0, '{"n": 7}\n', "")


def test_a_plan_is_printed_as_it_is_drawn(data: Data) -> None:
    done = data.asked("EXPLAIN SELECT title FROM articles WHERE date > DATE '2020-01-01'")
    lines = done.stdout.splitlines()
    assert done.returncode == 0
    assert lines[0].startswith("╭─")
    assert any(line.startswith("│") and "title" in line for line in lines)
    assert "…" not in done.stdout


def test_only_finished_runs_count(data: Data, tmp_path: Path) -> None:
    folder = shutil.copytree(data.folder / "data", tmp_path / "da[t]a*")
    path = max((folder / SITE / "runs").glob("*T*"))
    (path / "manifest.json").unlink()
    shutil.rmtree(folder / SITE / "releases")
    rows = data.ask("SELECT run FROM runs", folder)
    assert [row["run"] for row in rows] == data.runs[:-1]
    assert data.ask("SELECT count(*) AS n FROM links WHERE outcome = 'failed'", folder) == [{"n": 0}]
    assert data.ask("SELECT id, version FROM release_articles", folder) == []
    assert data.ask("FROM releases", folder) == []


def questions() -> list[str]:
    """The questions that the page shows."""
    text = PAGE.read_text(encoding="utf-8")
    short = re.findall(r"^lanmu query '(.*?)'", text, re.MULTILINE)
    return [*short, *re.findall(r"^```sql\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)]


# How many rows each of them finds in these data, at least: a year may end between two crawls.
FOUND = (2, 4, 7, 2, 4, 0, 0, 1, 0, 1, 2, 2, 1, 1, 0)


@pytest.mark.parametrize(("question", "least"), list(zip(questions(), FOUND, strict=True)))
def test_the_page_shows_questions_that_are_answered(data: Data, question: str, least: int) -> None:
    rows = data.ask(question)
    assert len(rows) in {least, least + 1} if least else not rows


def test_json_lines_hold_every_column_and_any_value(data: Data) -> None:
    (row,) = data.ask("SELECT 1 AS a, 2 AS a_1, 3 AS a, histogram(date) AS days, ['nan'::DOUBLE] AS none FROM articles")
    assert (row["a"], row["a_1"], row["a_2"], row["none"]) == (1, 2, 3, [None])
    assert sum(row["days"].values()) == len(data.ask("FROM articles"))
