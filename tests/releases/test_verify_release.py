"""Whatever is damaged in a release, verify names it; also where checksums were adjusted to it."""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from damage import (
    Edit,
    copied,
    edit_json,
    fault_of,
    flip,
    reseal_sums,
    said_of,
)
from history import SITE
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_httpserver import HTTPServer
from released import Release, latest, listed
from released_twice import PARQUET, newest, released_twice
from support import Done, lanmu


@pytest.fixture(scope="module")
def releases(servers: tuple[HTTPServer, HTTPServer], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return released_twice(servers[0], tmp_path_factory.mktemp("verified"))


@pytest.fixture
def damaged(releases: Path) -> Iterator[Release]:
    """A copy of the last of them, beside the other, to be damaged."""
    with copied(releases) as folder:
        yield Release(folder / newest(folder).name)


def files_in(folder: Path) -> int:
    return sum(path.is_file() for path in folder.rglob("*"))


def verified(*paths: Path | str, cwd: Path) -> Done:
    return lanmu("verify", *paths, cwd=cwd)


def test_whole_releases_are_said_to_be(releases: Path) -> None:
    folder = releases.parent.parent.parent
    days = listed(folder)
    files = [files_in(releases / day) for day in days]
    # More than those of tables: the card, plots and checksums are verified too.
    assert min(files) > len(latest(folder).manifest["files"])
    done = lanmu("verify", releases, cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        f"data/{SITE}/releases/versions.json: 2 versions: whole",
        f"data/{SITE}/releases/{days[0]}: 5 articles, {files[0]} files: whole",
        f"data/{SITE}/releases/{days[1]}: 6 articles, {files[1]} files: whole",
    ]
    assert {row["op"] for row in latest(folder).rows("changes")} == {"added", "changed", "removed"}


@settings(max_examples=60)
@given(st.data())
def test_a_flipped_byte_anywhere_is_named_by_its_file(releases: Path, data: st.DataObject) -> None:
    version = newest(releases)
    names = sorted(path.relative_to(version).as_posix() for path in version.rglob("*") if path.is_file())
    name = data.draw(st.sampled_from(names))
    place = data.draw(st.integers(0, (version / name).stat().st_size - 1))
    with copied(version) as folder:
        flip(folder / name, place, data.draw(st.integers(0, 7)))
        said = said_of(folder)
    assert any(name in line for line in said), said


def test_files_that_are_missing_or_too_many(damaged: Release) -> None:
    (damaged.folder / "plots" / "months.png").unlink()
    (damaged.folder / "data" / "links-00000-of-00001.parquet").unlink()
    (damaged.folder / "notes.txt").write_text("", encoding="utf-8")
    said = said_of(damaged.folder)
    for what in (
        "plots/months.png: is missing, though in SHA256SUMS",
        "data/links-00000-of-00001.parquet: is missing, though in manifest.json",
        "notes.txt: is not in SHA256SUMS",
    ):
        assert any(line.endswith(what) for line in said), said


@pytest.mark.parametrize(
    ("edit", "what"),
    [
        (lambda told: told["counts"].update(articles=7), "counts 7 articles, and 6 rows of their jsonl files"),
        (lambda told: told["changes"].update(added=1), "tells of 3 changes and counts 4"),
        (lambda told: told["accounts"]["links"].update(written=0), "the account of links is not what the rows say"),
        (lambda told: told["dates"].update(first=None), "dates are not what the rows say: first: None is told"),
        (lambda told: told["fields"]["title"].update(filled=1), "fields are not what the rows say: title: filled: 1"),
        (lambda told: told["sites"][0].update(articles=1), f"site {SITE} has 1 articles, the rows 6"),
        (lambda told: told["sites"][0]["columns"][0].update(missing=9), "column 队伍建设"),
        (lambda told: told.update(version="2020-01-01"), "is of version 2020-01-01"),
        (lambda told: told["files"].pop("links.jsonl.gz"), "lacks links.jsonl.gz"),
        (lambda told: told.pop("accounts"), "is no manifest of a release: it lacks 'accounts'"),
    ],
)
def test_what_a_manifest_says_wrongly(damaged: Release, edit: Edit, what: str) -> None:
    edit_json(damaged.folder / "manifest.json", edit)
    reseal_sums(damaged.folder)
    said = said_of(damaged.folder)
    assert any(what in line for line in said), said


def test_another_schema_version_is_one_line(damaged: Release) -> None:
    edit_json(damaged.folder / "manifest.json", lambda told: told.update(schema_version="2"))
    reseal_sums(damaged.folder)
    assert "is of schema version 2, this Lanmu reads 1; verify it with Lanmu 0.1.0" in fault_of(damaged.folder)


def test_versions_that_are_not_what_the_list_says(damaged: Release) -> None:
    folder = damaged.folder.parent
    edit_json(damaged.folder / "manifest.json", lambda told: told.update(creator="Somebody"))
    (damaged.folder / "SHA256SUMS").unlink()
    shutil.copytree(damaged.folder, folder / "2020-01-01")
    reseal = json.loads((folder / "versions.json").read_text(encoding="utf-8"))
    first = folder / reseal["versions"][0]["version"]
    shutil.rmtree(first)
    said = said_of(folder)
    for what in (
        f"lists {first.name}, which is not there",
        "2020-01-01: is not in versions.json",
        "2020-01-01: SHA256SUMS is missing",
    ):
        assert any(what in line for line in said), said


def test_checksums_that_were_adjusted_differ_from_the_list_of_versions(damaged: Release) -> None:
    versions = (damaged.folder.parent / "versions.json").read_bytes()
    (damaged.folder / "README.md").write_text("nothing", encoding="utf-8")
    reseal_sums(damaged.folder)
    (damaged.folder.parent / "versions.json").write_bytes(versions)
    assert fault_of(damaged.folder).endswith("versions.json says (another SHA-256)")


def test_a_copy_has_any_name_and_lies_anywhere(damaged: Release, tmp_path: Path) -> None:
    copy = shutil.copytree(damaged.folder, tmp_path / "data" / "sample")
    done = verified(copy, tmp_path / "data", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [f"data/sample: 6 articles, {files_in(copy)} files: whole"] * 2


@pytest.mark.parametrize("lost", [("SHA256SUMS",), ("SHA256SUMS", "croissant.json"), ("SHA256SUMS", "manifest.json")])
def test_a_release_is_known_without_its_checksums(damaged: Release, tmp_path: Path, lost: tuple[str, ...]) -> None:
    copy = shutil.copytree(damaged.folder, tmp_path / "data" / "sample")
    for name in lost:
        (copy / name).unlink()
    for path in (copy, tmp_path / "data"):
        assert said_of(path)[0] == f"{copy}: SHA256SUMS is missing"


def test_a_release_without_checksums_beside_others(damaged: Release) -> None:
    (damaged.folder / "SHA256SUMS").unlink()
    assert f"{damaged.folder}: SHA256SUMS is missing" in said_of(damaged.folder.parent)
    assert fault_of(damaged.folder) == f"{damaged.folder}: SHA256SUMS is missing"


@pytest.mark.parametrize("manifest", [b"[]", b"{}", b"7", b'{"schema_version": "1"}', b'{"schema_version": "2"}'])
def test_a_manifest_that_is_none(damaged: Release, manifest: bytes) -> None:
    (damaged.folder / "manifest.json").write_bytes(manifest)
    reseal_sums(damaged.folder)
    told = fault_of(damaged.folder)
    assert f"{damaged.folder}/manifest.json: is no manifest of a release" in told
    assert "Error" not in told


@pytest.mark.parametrize(
    "name", ["articles.jsonl.gz", "manifest.json", "SHA256SUMS", PARQUET, "plots/more", "schema.json"]
)
def test_a_pipe_is_a_fault_and_never_opened(damaged: Release, tmp_path: Path, name: str) -> None:
    (damaged.folder / name).unlink(missing_ok=True)
    os.mkfifo(damaged.folder / name)
    done = verified(damaged.folder, cwd=tmp_path)
    told = f"{damaged.folder / name}: is a pipe; put the file itself there, then verify again"
    assert done.returncode == 1
    assert told in done.stdout.splitlines()


def test_a_pipe_beside_a_release_or_in_the_one_before(damaged: Release, tmp_path: Path) -> None:
    before = min(path for path in damaged.folder.parent.iterdir() if path.is_dir())
    (before / PARQUET).unlink()
    os.mkfifo(before / PARQUET)
    assert verified(damaged.folder, cwd=tmp_path).returncode == 0
    path = damaged.folder.parent / "versions.json"
    path.unlink()
    os.mkfifo(path)
    for folder in (damaged.folder, damaged.folder.parent):
        done = verified(folder, cwd=tmp_path)
        assert done.returncode == 1
        assert f"{path}: is a pipe; put the file itself there, then verify again" in done.stdout.splitlines()


def test_a_symlink_is_a_fault(damaged: Release, tmp_path: Path) -> None:
    path = damaged.folder / "articles.jsonl.gz"
    path.rename(tmp_path / path.name)
    path.symlink_to(tmp_path / path.name)
    assert fault_of(damaged.folder) == f"{path}: is a symlink; put the file itself there, then verify again"
    (tmp_path / path.name).unlink()
    said = said_of(damaged.folder)
    assert f"{path}: is missing, though in SHA256SUMS" in said


def test_a_folder_elsewhere_is_a_fault(damaged: Release, tmp_path: Path) -> None:
    shutil.move(damaged.folder / "data", tmp_path / "data")
    (damaged.folder / "data").symlink_to(tmp_path / "data")
    assert fault_of(damaged.folder).startswith(f"{damaged.folder}/data: is a symlink")


def test_the_command_says_faults_and_exits_with_1(damaged: Release, tmp_path: Path) -> None:
    flip(damaged.folder / "README.md", 10)
    done = verified(damaged.folder, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.splitlines() == [
        f"{damaged.folder}/README.md: is not what SHA256SUMS says (another SHA-256)",
        f"{damaged.folder}: 6 articles, {files_in(damaged.folder)} files: 1 fault",
    ]


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        ((), "verify takes the folder of a release, a run, a site, or all data: lanmu verify data"),
        (("nowhere",), "nowhere is no folder; name one of a release, a run, a site or all data"),
        (("empty",), "empty is no release, run, site or data folder; data lie in data/<site>/"),
    ],
)
def test_a_path_that_is_nothing(tmp_path: Path, arguments: tuple[str, ...], what: str) -> None:
    (tmp_path / "empty").mkdir()
    done = verified(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"lanmu: {what}\n")
