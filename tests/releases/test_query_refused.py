"""What ``lanmu query`` can't do is one line, and changes nothing."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from asked import Data, asked_data
from history import SITE
from pytest_httpserver import HTTPServer
from support import lanmu, one_line

from crawler.errors import UsageError


@pytest.fixture(scope="module")
def data(servers: tuple[HTTPServer, HTTPServer], tmp_path_factory: pytest.TempPathFactory) -> Data:
    return asked_data(servers[0], tmp_path_factory.mktemp("asked"))


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


@pytest.mark.parametrize("how", ["EXPLAIN ANALYZE", "EXPLAIN (ANALYZE)", "EXPLAIN /* so */ ANALYZE", "EXPLAIN"])
def test_nothing_is_written_by_explaining(data: Data, how: str) -> None:
    """ANALYZE carries out what it explains."""
    files = {path: path.read_bytes() for path in (data.folder / "data").rglob("*") if path.is_file()}
    target = next(path for path in files if path.name == "articles.jsonl")
    with pytest.raises(UsageError):
        data.ask(f"{how} COPY (SELECT 42) TO '{target}' (FORMAT csv)")
    assert {path: path.read_bytes() for path in (data.folder / "data").rglob("*") if path.is_file()} == files
