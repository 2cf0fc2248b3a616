"""What is on disk survives the process: whole lines, and a name only for whole files."""

import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from support import COMMAND, environment, read_lines, running_sandbox, runs

from crawler.exporters.lines import LinesFile


def wait_for_lines(folder: Path, count: int, process: subprocess.Popen[bytes]) -> Path:
    """The crawl's articles once ``count`` lines of them are on disk."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None, "the crawl ended before it could be interrupted"
        for path in folder.glob("data/demo/runs/*/articles.jsonl.part"):
            if path.read_bytes().count(b"\n") >= count:
                return path
        time.sleep(0.02)
    raise AssertionError("no articles came")


def interrupted(homepage: str, folder: Path, number: signal.Signals) -> tuple[Path, int]:
    """A crawl, slow enough to be in the middle, ended by a signal: its articles' file and its exit code."""
    arguments = ["crawl", "demo", "-a", f"homepage={homepage}", "-s", "DOWNLOAD_DELAY=0.05"]
    with subprocess.Popen(
        [*COMMAND, *arguments], cwd=folder, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            path = wait_for_lines(folder, 5, process)
            process.send_signal(number)
            return path, process.wait(timeout=60)
        finally:
            process.kill()


def test_an_interrupted_crawl_seals_what_it_has_as_incomplete(tmp_path: Path) -> None:
    with running_sandbox("--articles", "100") as homepage:
        path, code = interrupted(homepage, tmp_path, signal.SIGTERM)
    assert code == 3
    (run,) = runs(tmp_path, "demo")
    assert {file.name for file in path.parent.iterdir()} == {
        "articles.jsonl",
        "links.jsonl",
        "report.json",
        "manifest.json",
    }
    assert (run.report["verdict"], run.report["account"]["closes"]) == ("incomplete", True)
    assert len(run.articles) == run.report["account"]["written"] >= 5


def test_a_line_is_on_disk_when_it_has_been_written(tmp_path: Path) -> None:
    file = LinesFile(tmp_path / "x.jsonl")
    file.write({"a": "荆州", "b": None, "c": "一\n二\u2028三"})
    assert (tmp_path / "x.jsonl.part").read_text(
        encoding="utf-8"
    ) == '{"a": "荆州", "b": null, "c": "一\\n二\u2028三"}\n'
    assert not (tmp_path / "x.jsonl").exists()
    file.close()
    assert [path.name for path in tmp_path.iterdir()] == ["x.jsonl"]
    assert file.count == 1


def test_an_empty_file_gets_its_name_too(tmp_path: Path) -> None:
    LinesFile(tmp_path / "x.jsonl").close()
    assert read_lines(tmp_path / "x.jsonl") == []


def test_a_file_is_never_written_over(tmp_path: Path) -> None:
    LinesFile(tmp_path / "x.jsonl").abandon()
    with pytest.raises(FileExistsError):
        LinesFile(tmp_path / "x.jsonl")


def test_a_file_that_may_stay_away_is_there_from_its_first_line_on(tmp_path: Path) -> None:
    file = LinesFile(tmp_path / "x.jsonl", when_needed=True)
    file.close()
    assert list(tmp_path.iterdir()) == []
    file.write({"a": 1})
    file.close()
    assert read_lines(tmp_path / "x.jsonl") == [{"a": 1}]


def test_a_file_let_go_of_keeps_its_lines_and_its_name(tmp_path: Path) -> None:
    file = LinesFile(tmp_path / "x.jsonl")
    file.write({"a": 1})
    file.abandon()
    file.close()
    assert [path.name for path in tmp_path.iterdir()] == ["x.jsonl.part"]
    assert read_lines(tmp_path / "x.jsonl.part") == [{"a": 1}]


def away(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))


def replaced(path: Path) -> None:
    away(path)
    path.write_bytes(b"")


@pytest.mark.parametrize("what", [Path.unlink, away, replaced])
def test_no_line_goes_where_nobody_finds_it(tmp_path: Path, what: Callable[[Path], None]) -> None:
    file = LinesFile(tmp_path / "x.jsonl")
    file.write({"a": 1})
    what(tmp_path / "x.jsonl.part")
    with pytest.raises(FileNotFoundError):
        file.write({"a": 2})
    file.abandon()
    assert all(b"2" not in path.read_bytes() for path in tmp_path.iterdir())
