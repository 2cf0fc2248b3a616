"""Article pages as large as real ones, and sites written as files."""

import os
import re
import resource
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from parsel import Selector
from sandbox_client import ask, lines, of_kind
from support import running_sandbox

ROOT = Path(__file__).parents[2]
LANMU = [sys.executable, "-m", "crawler.cmdline"]
SMALL = ("--articles", "100")
SIZE = 43_000
SIZED = ("--page-size", str(SIZE))


def lanmu(*arguments: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
    command = [*LANMU, *map(str, arguments)]
    environment = {**os.environ, "SCRAPY_SETTINGS_MODULE": "crawler.settings"}
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False, **options
    )


def written(folder: Path, *options: str | Path) -> Path:
    done = lanmu("sandbox", *SMALL, "--write", folder, *options)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{done.stdout.split()[0]} {folder}: {len(contents(folder))} files\n"
    return folder


def refused(*options: str | Path, **more: Any) -> tuple[int, str]:
    done = lanmu("sandbox", *SMALL, *options, **more)
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1, done.stderr
    return done.returncode, done.stderr


def contents(folder: Path) -> dict[str, bytes]:
    return {f"/{path.relative_to(folder)}": path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class Handler(SimpleHTTPRequestHandler):
    """Files as a plain web server sends them, every page as HTML without a charset."""

    def guess_type(self, path: str | os.PathLike[str]) -> str:
        return "text/plain" if str(path).endswith(".txt") else "text/html"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the library's name)
        """Say nothing."""


@contextmanager
def served(folder: Path, host: str) -> Iterator[str]:
    with ThreadingHTTPServer((host, 0), partial(Handler, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://{host}:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


def test_pages_have_the_size_asked_for_and_what_real_ones_hold(tmp_path: Path) -> None:
    small, large = written(tmp_path / "small"), written(tmp_path / "large", *SIZED)
    before, after = contents(small), contents(large)
    assert before.keys() == after.keys()
    articles = [path for path in before if re.search(r"/\d+(_\d+)?\.jhtml$", path)]
    assert len(articles) > 100
    for path in articles:
        # A page that comes near it by itself stays as it is.
        assert abs(len(after[path]) - SIZE) < 500 or after[path] == before[path]
    assert sum(after[path] != before[path] for path in articles) > len(articles) * 0.9
    others = before.keys() - set(articles)
    assert {path: after[path] for path in others} == {path: before[path] for path in others}
    page = Selector(after[articles[0]].decode())
    assert 250 < len(page.css("*")) < 500
    assert 40 < len(page.css("a")) < 90
    assert 0.1 < len("".join(page.css("script::text").getall())) / SIZE < 0.3


def test_the_truth_does_not_know_of_the_size(tmp_path: Path) -> None:
    for name, options in (("small", ()), ("large", SIZED)):
        written(tmp_path / name, "--truth", tmp_path / f"{name}.jsonl", *options)
    truth = lines(tmp_path / "small.jsonl")
    assert truth == lines(tmp_path / "large.jsonl")
    assert len(of_kind(truth, "article")) == 100
    assert all(line["url"].startswith("/") for line in truth if line.get("target") != "external")


@pytest.mark.parametrize("name", ["demo", "jeecms", "phpcms"])
def test_a_written_site_is_the_served_one(name: str, tmp_path: Path) -> None:
    site = ("--site", name, *SIZED)
    files = contents(written(tmp_path / "site", *site))
    assert files == contents(written(tmp_path / "again", *site))
    with running_sandbox(*SMALL, *site, "--still") as homepage:
        base = homepage.rstrip("/").encode()
        # The index of a folder is the page at the folder's address.
        for path, body in sorted(files.items())[::7]:
            answer = ask(homepage, path.removesuffix("index.html"))
            assert (answer.status, answer.body.replace(base, b"")) == (200, body), path
        assert ask(homepage, "/robots.txt").body == files["/robots.txt"]


@pytest.mark.parametrize("name", ["demo", "trs"])
def test_no_page_names_a_host_and_all_rows_lead_to_files(name: str, tmp_path: Path) -> None:
    truth = tmp_path / "truth.jsonl"
    files = contents(written(tmp_path / "site", "--site", name, "--truth", truth, "--disallow", "/none/"))
    assert files["/robots.txt"] == b"User-agent: *\nDisallow: /none/\n"
    for path, body in files.items():
        assert not re.search(rb"http://(?![a-z]+\.[a-z.]*invalid|[^/]*w3)", body), path
    for line in of_kind(lines(truth), "link"):
        found = line["url"] in files
        assert found is (line["target"] == "article"), line["url"]


def test_a_crawl_of_the_files_equals_the_truth_on_any_host(tmp_path: Path) -> None:
    truth, data = tmp_path / "truth.jsonl", tmp_path / "data"
    folder = written(tmp_path / "site", "--truth", truth, "--seed", "4", *SIZED)
    with served(folder, "127.0.0.9") as homepage:
        settings = ("-s", "DOWNLOAD_DELAY=0", "-s", f"DATA_DIR={data}")
        crawl = lanmu("crawl", "demo", "-a", f"homepage={homepage}", *settings)
    assert crawl.returncode == 0, crawl.stderr
    compared = lanmu("compare", truth, data / "demo")
    assert (compared.returncode, "100 articles: 100 exact" in compared.stdout) == (0, True), compared.stdout


@pytest.mark.parametrize(
    ("name", "why"),
    [("query", "queries"), ("ajax", "interface"), ("jpage", "interface"), ("gkmlpt", "interface")],
)
def test_a_site_whose_pages_are_no_files_is_refused(name: str, why: str, tmp_path: Path) -> None:
    code, said = refused("--site", name, "--write", tmp_path / "site")
    assert code == 2
    assert said.startswith(f"lanmu: --write: the pages of {name} cannot be files: ")
    assert why in said
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    assert refused("--write", tmp_path / "site") == (
        2,
        f"lanmu: --write {tmp_path / 'site'}: it is there already; name a new folder\n",
    )


def test_what_cannot_be_written_whole_does_not_appear(tmp_path: Path) -> None:
    def limit() -> None:
        # No file may be larger, as on a disk that is full: the first article meets it.
        resource.setrlimit(resource.RLIMIT_FSIZE, (SIZE // 2, SIZE // 2))

    code, said = refused("--write", tmp_path / "site", *SIZED, preexec_fn=limit)
    assert (code, said.startswith(f"lanmu: cannot write the site to {tmp_path / 'site'}: ")) == (1, True), said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (("--write", "site", "--fault", "all=500"), "--fault"),
        (("--write", "site", "--churn", "edit=5"), "--churn"),
        (("--write", "site", "--port", "8765"), "--port"),
        (("--page-size", "10"), "--page-size 10: give bytes from 1000 to 1000000"),
        (("--page-size", "2000000"), "--page-size 2000000: give bytes from 1000 to 1000000"),
    ],
)
def test_options_that_mean_nothing_are_refused(options: tuple[str, ...], named: str) -> None:
    code, said = refused(*options)
    assert code == 2
    assert named in said
