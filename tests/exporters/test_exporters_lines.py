"""What is on disk survives the process: whole lines, and a name only for whole files."""

import json
import signal
import subprocess
import time
from pathlib import Path

import pytest
from support import COMMAND, crawl, environment, lanmu, read_lines, runs

from crawler.exporters.lines import LinesFile
from crawler.sandbox.process import running_sandbox  # noqa: TID251 (a crawl is tested on the sandbox)


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


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[int], str]:
    """A folder where a crawl was killed and another one ran whole; exit codes, and what compare says of the second."""
    folder = tmp_path_factory.mktemp("killed")
    with running_sandbox("--seed", "7412", "--articles", "100", "--truth", str(folder / "truth")) as homepage:
        _, code = interrupted(homepage, folder, signal.SIGKILL)
        done = crawl("demo", homepage, cwd=folder)
    compared = lanmu("compare", folder / "truth", runs(folder, "demo")[1].folder, cwd=folder)
    return folder, [code, done.returncode], compared.stdout


def test_a_killed_crawl_leaves_whole_lines_and_no_manifest(killed: tuple[Path, list[int], str]) -> None:
    folder, codes, _ = killed
    assert codes[0] == -signal.SIGKILL
    run = runs(folder, "demo")[0].folder
    assert {path.name for path in run.iterdir()} == {"articles.jsonl.part", "links.jsonl.part"}
    for path in run.iterdir():
        whole = path.read_bytes().split(b"\n")[:-1]
        assert all(json.loads(line)["id"] or path.name.startswith("links") for line in whole)
    assert len((run / "articles.jsonl.part").read_bytes().split(b"\n")) > 5


def test_the_crawl_behind_a_killed_one_is_complete(killed: tuple[Path, list[int], str]) -> None:
    _, codes, compared = killed
    assert codes[1] == 0
    assert "missing" not in compared
    assert "double" not in compared


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
    LinesFile(tmp_path / "x.jsonl")._file.close()
    with pytest.raises(FileExistsError):
        LinesFile(tmp_path / "x.jsonl")
