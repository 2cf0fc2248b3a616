"""``lanmu query``: what it says of datasets as crawls leave them, and that it only reads."""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from history import SITE, History, date_on, environment_on
from news_site import NewsSite
from pytest_httpserver import HTTPServer
from released import latest, release
from support import Done, Record, crawl, lanmu, one_line

from crawler.errors import UsageError
from crawler.query.answers import json_lines
from crawler.query.question import Query

NEW, OLD = "队伍建设", "政法要闻"
EDITED, GONE, BACK = (f"/dwjs/{number}.jhtml" for number in (4, 3, 2))
VIEWS = ("FROM release_articles", "FROM articles")
# Two months later, whatever day it is.
LATER = 62
PAGE = Path(__file__).parents[2] / "docs" / "queries.md"


@dataclass(frozen=True)
class Data:
    """A data folder of two months of one site, the first folded; the runs' lines as they were written."""

    folder: Path
    articles: dict[str, Record]  # by path, as first written
    runs: list[str]

    def ask(self, question: str, data: Path | None = None) -> list[Record]:
        """The answer, of this data folder or another."""
        with TemporaryDirectory() as work:
            query = Query(data or self.folder / "data", [], question, Path(work))
            return [json.loads(line) for line in json_lines(query.head, query.rows)]

    def asked(self, *arguments: str | Path) -> Done:
        return lanmu("query", *arguments, cwd=self.folder)


def path_of(url: str) -> str:
    return "/" + url.split("/", 3)[3]


@pytest.fixture(scope="module")
def data(servers: tuple[HTTPServer, HTTPServer], tmp_path_factory: pytest.TempPathFactory) -> Data:
    """Crawled on four days: articles come, one is edited, two go, one of these is back; a link fails at last."""
    folder = tmp_path_factory.mktemp("asked")
    site = NewsSite(servers[0])
    site.open(NEW, "/dwjs/", 4, day=date_on(0))
    site.open(OLD, "/zfyw/", 3)
    history = History(site, folder)
    history.crawl(0)
    site.edit(EDITED, title="第4次工作会议圆满结束", source="某省日报")
    for path in (GONE, BACK):
        site.fault(path, 404)
    site.publish(NEW, day=date_on(3))
    history.crawl(3)
    site.restore(BACK)
    history.crawl(4)
    written = [record for run in history.runs() for record in run.articles]
    names = [run.folder.name for run in history.runs()]
    assert lanmu("fold", cwd=folder, env=environment_on(LATER)).returncode == 0
    site.fault(site.publish(OLD)[0], 500)
    done = crawl(SITE, site.address, "-s", "RETRY_TIMES=0", cwd=folder, env=environment_on(LATER))
    assert done.returncode == 3, done.stderr
    release(folder, day=LATER)
    names.append(max(path.name for path in (folder / "data" / SITE / "runs").glob("*T*")))
    return Data(folder, {path_of(record["url"]): record for record in written}, names)


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


def test_what_is_no_file_is_refused_and_stays(data: Data, tmp_path: Path) -> None:
    pipe, loop = tmp_path / "pipe.csv", tmp_path / "loop.csv"
    os.mkfifo(pipe)
    loop.symlink_to(loop)
    (tmp_path / "device.csv").symlink_to(os.devnull)
    for path in (pipe, tmp_path / "device.csv", tmp_path):
        done = data.asked("SELECT 1", "--format", "csv", "-o", path)
        told = f"lanmu: --output {path} is no regular file; name another, or print the answer and redirect it"
        assert (done.returncode, one_line(done)) == (2, told)
    assert data.asked("SELECT 1", "-o", loop).returncode == 1
    assert pipe.is_fifo()
    assert loop.is_symlink()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["device.csv", "loop.csv", "pipe.csv"]


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


def test_a_file_that_cannot_be_written_is_one_line(data: Data, tmp_path: Path) -> None:
    # Neither can be begun, so neither can be removed: with the ending of a file on the way the name is too long.
    for path, why in ((tmp_path / f"{'a' * 250}.csv", "File name too long"), (Path("/proc/a.csv"), "")):
        done = data.asked("SELECT 1", "-o", path)
        assert done.returncode == 1
        assert one_line(done).startswith(f"lanmu: cannot write {path}: {why}")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("rows", [1, 100_000])
def test_a_full_disk_behind_stdout_is_one_line(data: Data, rows: int) -> None:
    command = [sys.executable, "-m", "crawler.cmdline", "query", "--format", "csv", f"FROM range({rows})"]
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(command, cwd=data.folder, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)  # noqa: PLW1510
    assert (done.returncode, done.stderr) == (
        1,
        "lanmu: cannot print the answer: No space left on device; mend that, or take --output FILE\n",
    )


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


@pytest.mark.parametrize(
    ("question", "what"),
    [
        ("SELECT nothing FROM articles", 'Binder Error: Referenced column "nothing" not found in FROM clause!'),
        ("SELEC 1", 'Parser Error: syntax error at or near "SELEC"'),
        ("SELECT 'a'::int", "Conversion Error: Could not convert string 'a' to INT32"),
        ("SELECT title::date FROM articles", "Conversion Error: "),
        ("SELECT 127::tinyint + 1::tinyint", "Out of Range Error: Overflow"),
        ("SELECT strptime('a', '%Y')", 'Could not parse string "a"'),
        ("SELECT regexp_matches('a', '(')", "missing )"),
        ("SELECT column FROM articles", 'write "column", with the marks'),
        ("SELECT 1; SELECT 2", "query takes one SELECT, got 2 statements"),
        ("", "query takes one SELECT, got no statements"),
        (
            "COPY (SELECT 1) TO 'out.csv'",
            "query only reads: SELECT, FROM, DESCRIBE, SUMMARIZE, or EXPLAIN of these, no COPY",
        ),
        ("CREATE TABLE one AS SELECT 1", "no CREATE"),
        ("ATTACH 'other.db'", "no ATTACH"),
        ("INSTALL httpfs", "no LOAD"),
        ("SET memory_limit = '20GB'", "no SET"),
        ("SELECT * FROM read_text('/etc/hostname')", "Permission Error: Cannot access file"),
        ("SELECT * FROM read_csv('http://127.0.0.1/a.csv')", "Error: "),
    ],
)
def test_a_question_that_cannot_be_answered_is_one_line(data: Data, question: str, what: str) -> None:
    with pytest.raises(UsageError) as raised:
        data.ask(question)
    line = str(raised.value)
    assert what in line
    assert "\n" not in line
    assert "LINE 1" not in line


def test_the_command_says_so_and_exits_with_2(data: Data) -> None:
    done = data.asked("SELECT nothing FROM articles")
    assert done.returncode == 2
    assert one_line(done).startswith('lanmu: Binder Error: Referenced column "nothing" not found')


def test_nothing_outside_is_written(data: Data) -> None:
    before = sorted(path for path in data.folder.rglob("*"))
    data.asked("COPY (SELECT 1) TO 'data/out.csv'")
    data.asked("FROM articles")
    assert sorted(path for path in data.folder.rglob("*")) == before


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        ((), 'query takes one question in quotes: lanmu query "SELECT count(*) FROM articles"'),
        (("SELECT 1", "--site", "nowhere"), f"data holds no runs of 'nowhere'; it has: {SITE}"),
        (("SELECT 1", "--output", "a.txt"), "--output a.txt: name it .csv or .jsonl, or say --format"),
        (
            ("SELECT 1", "-s", "DATA_DIR=elsewhere"),
            "elsewhere holds no runs; is it the data folder? Choose another with -s DATA_DIR=FOLDER",
        ),
    ],
)
def test_a_wrong_call_is_one_line(data: Data, arguments: tuple[str, ...], what: str) -> None:
    done = data.asked(*arguments)
    assert (done.returncode, one_line(done)) == (2, f"lanmu: {what}")


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


def test_a_broken_line_is_named(data: Data, tmp_path: Path) -> None:
    folder = shutil.copytree(data.folder / "data", tmp_path / "data")
    path = next((folder / SITE / "runs").glob("*-*/articles.jsonl"))
    path.write_bytes(path.read_bytes().replace(b'"site"', b"'site'", 1))
    done = lanmu("query", "SELECT count(title) FROM articles", cwd=tmp_path)
    # DuckDB counts one line too many.
    told = f'lanmu: Invalid Input Error: Malformed JSON in file "{path}": unexpected character'
    assert (done.returncode, one_line(done)) == (1, f"{told}; lanmu verify names what is wrong")


def test_a_value_of_another_type_is_named_by_its_file(data: Data, tmp_path: Path) -> None:
    folder = shutil.copytree(data.folder / "data", tmp_path / "data")
    path = next((folder / SITE / "runs").glob("*-*/articles.jsonl"))
    path.write_bytes(re.sub(rb'"status": 200', b'"status": "a"', path.read_bytes(), count=1))
    done = lanmu("query", "SELECT sum(status) FROM lines.articles", cwd=tmp_path)
    assert done.returncode == 1
    assert one_line(done).startswith(f'lanmu: Invalid Input Error: JSON transform error in file "{path}": ')
    assert "auto_detect" not in done.stderr


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


@pytest.mark.parametrize("how", ["EXPLAIN ANALYZE", "EXPLAIN (ANALYZE)", "EXPLAIN /* so */ ANALYZE", "EXPLAIN"])
def test_nothing_is_written_by_explaining(data: Data, how: str) -> None:
    """ANALYZE carries out what it explains."""
    files = {path: path.read_bytes() for path in (data.folder / "data").rglob("*") if path.is_file()}
    target = next(path for path in files if path.name == "articles.jsonl")
    with pytest.raises(UsageError):
        data.ask(f"{how} COPY (SELECT 42) TO '{target}' (FORMAT csv)")
    assert {path: path.read_bytes() for path in (data.folder / "data").rglob("*") if path.is_file()} == files


def test_json_lines_hold_every_column_and_any_value(data: Data) -> None:
    (row,) = data.ask("SELECT 1 AS a, 2 AS a_1, 3 AS a, histogram(date) AS days, ['nan'::DOUBLE] AS none FROM articles")
    assert (row["a"], row["a_1"], row["a_2"], row["none"]) == (1, 2, 3, [None])
    assert sum(row["days"].values()) == len(data.ask("FROM articles"))
