"""Whatever is damaged in a run, verify names it; also where the manifest was adjusted to it."""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from damage import Edit, copied, edit_json, edit_lines, edit_rows, fault_of, flip, reseal_run, said_of
from history import SITE, History, date_on, environment_on
from hypothesis import given, settings
from hypothesis import strategies as st
from news_site import NewsSite
from pytest_httpserver import HTTPServer
from support import crawl, lanmu, runs

from crawler.dataset.runs import finished_runs

NEW, OLD = "队伍建设", "政法要闻"
LATER = 62


@pytest.fixture(scope="module")
def folder(servers: tuple[HTTPServer, HTTPServer], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a site crawled on three days, with an edit, a removal and a failed link.

    A fourth run was killed, and a fifth has taken it over and found what the fourth had had no time for.
    """
    folder = tmp_path_factory.mktemp("verified")
    site = NewsSite(servers[0])
    paths = site.open(NEW, "/dwjs/", 5, day=date_on(0))
    site.open(OLD, "/zfyw/", 3)
    history = History(site, folder)
    history.crawl(0)
    site.edit(paths[0], source="某省日报")
    site.fault(paths[1], 404)
    site.publish(NEW, day=date_on(3))
    history.crawl(3)
    site.fault(site.publish(OLD)[0], 500)
    history.crawl(4, "-s", "RETRY_TIMES=0", code=3)
    site.publish(NEW, day=date_on(5))
    history.crawl(5, "-s", "RETRY_TIMES=0", code=3)
    kill(history.runs()[-1].folder)
    crawl(SITE, site.address, "-s", "RETRY_TIMES=0", cwd=folder, env=environment_on(6))
    return folder / "data"


def kill(run: Path) -> None:
    """Leave of a run what one leaves that was killed: its lines, the last of them without an end."""
    for name in ("manifest.json", "report.json"):
        (run / name).unlink()
    for path in list(run.glob("*.jsonl")):
        path.rename(path.with_name(f"{path.name}.part"))
    with (run / "links.jsonl.part").open("ab") as file:
        file.write(b'{"column": "')


@pytest.fixture
def site(folder: Path) -> Iterator[Path]:
    """A copy of the site's folder, to be damaged."""
    with copied(folder / SITE) as path:
        shutil.rmtree(path / "cache", ignore_errors=True)
        yield path


def run_of(site: Path, number: int) -> Path:
    """The folder of a run, by its number from 0."""
    return sorted((site / "runs").iterdir())[number]


def test_whole_runs_are_said_to_be(folder: Path) -> None:
    names = [run.folder.name for run in runs(folder.parent, SITE)]
    done = lanmu("verify", "data", cwd=folder.parent)
    assert (done.returncode, done.stderr) == (0, "")
    told = ("complete, 8", "complete, 1", "incomplete, 0", "interrupted, 1", "incomplete, 0")
    assert done.stdout.splitlines() == [
        f"data/{SITE}/runs/{name}: {what} {'article' if what.endswith(' 1') else 'articles'}: whole"
        for name, what in zip(names, told, strict=True)
    ]


def test_folded_months_are_verified_run_by_run(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "data")
    assert lanmu("fold", cwd=tmp_path, env=environment_on(LATER)).returncode == 0
    months = sorted((tmp_path / "data" / SITE / "runs").iterdir())
    done = lanmu("verify", tmp_path / "data" / SITE, *months[:1], cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert [line.partition(":")[0] for line in lines] == [
        f"data/{SITE}/runs/{path.name}" for path in (*months, months[0])
    ]
    assert all(line.endswith(": whole") for line in lines)
    edit_lines(months[0] / "articles.jsonl", lambda lines: lines.pop(2))
    said = said_of(tmp_path / "data" / SITE)
    run = finished_runs(folder, SITE)[0]
    lost = [record["id"] for record in run.objects("articles.jsonl")][2]
    assert any(f"id {lost} is written, but not in articles.jsonl of run {run.name}" in line for line in said)
    assert any("/articles.jsonl: is not what the month's manifest says" in line for line in said)


def test_a_killed_run_is_told_and_no_fault(site: Path, tmp_path: Path) -> None:
    kill(run_of(site, -1))
    done = lanmu("verify", site, run_of(site, -1), cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    told = f"{run_of(site, -1)}: no manifest: killed or still going; the next crawl takes it over"
    assert done.stdout.splitlines().count(told) == 2


def test_a_run_that_is_folded_and_still_there_counts_once(site: Path, tmp_path: Path) -> None:
    own = shutil.copytree(run_of(site, 0), tmp_path / "own" / run_of(site, 0).name)
    shutil.copytree(site, tmp_path / "data" / SITE)
    lanmu("fold", cwd=tmp_path, env=environment_on(LATER))
    shutil.copytree(own, tmp_path / "data" / SITE / "runs" / own.name)
    done = lanmu("verify", "data", cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    assert f"data/{SITE}/runs/{own.name}: is folded too; lanmu fold takes it away" in done.stdout.splitlines()


@settings(max_examples=80)
@given(st.data())
def test_a_flipped_byte_anywhere_is_named_by_its_file(folder: Path, data: st.DataObject) -> None:
    with copied(folder / SITE) as site:
        found = (path for path in site.glob("runs/*/*") if path.stat().st_size)
        names = sorted(path.relative_to(site).as_posix() for path in found)
        name = data.draw(st.sampled_from(names))
        flip(site / name, data.draw(st.integers(0, (site / name).stat().st_size - 1)), data.draw(st.integers(0, 7)))
        said = said_of(site)
    # Of a manifest, what it says of its version of Python and the like can be anything.
    assert any(name in line for line in said) or name.endswith("/manifest.json"), said


def test_a_dropped_line_is_named_by_its_link(site: Path) -> None:
    run = run_of(site, 0)
    lost = json.loads((run / "articles.jsonl").read_bytes().splitlines()[3])["id"]
    edit_lines(run / "articles.jsonl", lambda lines: lines.pop(3))
    assert any("holds 7 lines" in line and "the manifest says 8 lines" in line for line in said_of(run))
    reseal_run(run)
    for path in (run, site):
        assert any(
            "/links.jsonl, line " in line and f"id {lost} is written, but not in articles.jsonl" in line
            for line in said_of(path)
        )


def test_a_doubled_line_is_named_with_both_places(site: Path) -> None:
    run = run_of(site, 0)
    twice = json.loads((run / "articles.jsonl").read_bytes().splitlines()[1])["id"]
    edit_lines(run / "articles.jsonl", lambda lines: lines.append(lines[1]))
    reseal_run(run)
    assert fault_of(run).endswith(f"/articles.jsonl, line 9: id {twice} again, first in line 2 of run {run.name}")


def test_an_article_of_two_runs_is_named_with_both(site: Path) -> None:
    first, second = run_of(site, 0), run_of(site, 1)
    line = (first / "articles.jsonl").read_bytes().splitlines(keepends=True)[0]
    edit_lines(second / "articles.jsonl", lambda lines: lines.append(line))
    reseal_run(second)
    article = json.loads(line)
    said = said_of(site)
    assert any(f"line 2: id {article['id']} again, first in line 1 of run {first.name}" in one for one in said), said
    assert any(f"run is '{first.name}', not {second.name}" in one for one in said), said


def alter(name: str, value: object) -> Edit:
    return lambda rows: rows[0].update({name: value})


def alter_all(name: str, value: object) -> Edit:
    return lambda rows: [row.update({name: value}) for row in rows]


@pytest.mark.parametrize(
    ("number", "file", "edit", "what"),
    [
        (0, "articles", alter("title", "另一个标题"), "content_sha256 is not that of its title, date, source and body"),
        (0, "articles", alter("date", "2026-13-01"), "date must be a day"),
        (0, "articles", alter("flags", None), "flags must be array"),
        (0, "articles", alter("site", "other"), f"site is 'other', not {SITE}"),
        (0, "links", alter("outcome", "lost"), "outcome must be one of"),
        (0, "links", alter("page", "1"), "page must be integer or null"),
        (1, "revisions", alter("previous_sha256", "0" * 64), "previous_sha256 is not that of its text before"),
        (
            1,
            "removals",
            alter("id", "0" * 20),
            "id '00000000000000000000' is in articles.jsonl of no run up to this one",
        ),
        (1, "revisits", alter("id", "0" * 20), "is in articles.jsonl of no run up to this one"),
        (1, "revisits", alter_all("outcome", "unchanged"), "the account of articles revisited says"),
        (1, "revisions", lambda rows: rows.clear(), "1 revisits say revised, revisions.jsonl holds 0"),
        (0, "links", alter("outcome", "known"), "the account of the run says written 8, known 0; the lines say 7, 1"),
    ],
)
def test_an_altered_value_is_named(site: Path, number: int, file: str, edit: Edit, what: str) -> None:
    run = run_of(site, number)
    edit_rows(run / f"{file}.jsonl", edit)
    reseal_run(run)
    said = said_of(site)
    assert any(what in line for line in said), said


@pytest.mark.parametrize(
    ("edit", "what"),
    [
        (lambda told: told["account"].update(closes=False), "the account of the run does not close"),
        (lambda told: told["columns"][0]["account"].update(listed=1), "the account of column "),
        (lambda told: told["columns"].pop(), "the report has no such column"),
        (lambda told: told.update(run="20200101T000000Z"), "tells of run 20200101T000000Z, complete; the manifest of "),
        (lambda told: told.pop("account"), "can't be read (KeyError: 'account')"),
    ],
)
def test_what_a_report_says_wrongly(site: Path, edit: Edit, what: str) -> None:
    run = run_of(site, 0)
    edit_json(run / "report.json", edit)
    reseal_run(run)
    said = said_of(site)
    assert any("/report.json: " in line and what in line for line in said), said


@pytest.mark.parametrize(
    ("edit", "what"),
    [
        (
            lambda told: told.update(schema_version="2"),
            "is of schema version 2, this Lanmu reads 1; verify it with",
        ),
        (lambda told: told.update(run="20200101T000000Z"), "is of run 20200101T000000Z"),
        (lambda told: told["counts"].update(articles=9), "its files hold {'articles': 8, "),
        (lambda told: told.pop("files"), "is no manifest of a run: it lacks 'files'"),
    ],
)
def test_what_a_manifest_says_wrongly(site: Path, edit: Edit, what: str) -> None:
    edit_json(run_of(site, 0) / "manifest.json", edit)
    said = said_of(run_of(site, 0))
    assert any(what in line for line in said), said


@pytest.mark.parametrize("manifest", [b"[]", b"{}", b"7", b"null"])
def test_a_manifest_that_is_none(site: Path, manifest: bytes) -> None:
    run = run_of(site, 0)
    (run / "manifest.json").write_bytes(manifest)
    told = fault_of(run)
    assert f"{run}/manifest.json: run {run.name}: is no manifest of a run" in told
    assert "Error" not in told


@pytest.mark.parametrize("name", ["links.jsonl", "manifest.json", "report.json", "more"])
def test_a_pipe_is_a_fault_and_never_opened(site: Path, tmp_path: Path, name: str) -> None:
    run = run_of(site, 0)
    (run / name).unlink(missing_ok=True)
    os.mkfifo(run / name)
    for path in (run, site):
        done = lanmu("verify", path, cwd=tmp_path)
        told = f"{run / name}: is a pipe; put the file itself there, then verify again"
        assert done.returncode == 1
        assert told in done.stdout.splitlines()


def test_a_symlink_is_a_fault(site: Path, tmp_path: Path) -> None:
    path = run_of(site, 0) / "links.jsonl"
    path.rename(tmp_path / path.name)
    path.symlink_to(tmp_path / path.name)
    assert fault_of(path.parent) == f"{path}: is a symlink; put the file itself there, then verify again"


def test_files_that_are_missing_or_too_many(site: Path) -> None:
    run = run_of(site, 0)
    (run / "links.jsonl").unlink()
    (run / "links.csv").write_text("", encoding="utf-8")
    said = said_of(run)
    assert f"{run}/links.jsonl: is missing, though in the manifest of run {run.name}" in said
    assert f"{run}/links.csv: is not in the manifest" in said


def test_a_run_by_itself_may_speak_of_articles_of_others(site: Path) -> None:
    assert said_of(run_of(site, 1)) == []
