"""The pages as files: every link leads to one, they open without a server, and nothing else is ever replaced."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path

import pytest
from addresses import body_of
from dataset_pages import copied
from history import SITE
from playwright.sync_api import Browser
from released_site import keeper_of
from support import COMMAND, Done, environment, lanmu
from web_server import days_ahead, serving

from crawler.errors import LanmuError, UsageError
from crawler.page.dates import BEIJING
from crawler.web.export import walk
from crawler.web.export.folder import MARK, written_whole
from crawler.web.export.plan import Plan

# Of the day after the runs were made.
NOON = datetime.now(BEIJING).replace(hour=12, minute=0) + timedelta(days=1)
_LINK = re.compile(r'(?:href|src|action|poster|data|srcset)="([^"]*)"')
_NAME = re.compile(r"(?:[a-z]+/)*[a-z]+\.html|(?:en/)?[a-z]+/[0-9a-f]{2}/[0-9a-f]{14}\.html|style\.css|icon\.svg")
_VIEWS = {"index", "columns", "column", "run", "runs", "links", "articles", "article", "changes", "datasets", "dataset"}


@pytest.fixture(scope="module")
def folder(released_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(released_folder, tmp_path_factory.mktemp("static"))


@pytest.fixture(scope="module")
def share(folder: Path) -> Path:
    done = write(folder, "share")
    assert done.returncode == 0, done.stderr
    pages = len(list((folder / "share").rglob("*.html")))
    assert f"web: {pages:,} pages in share; open share/index.html" in done.stderr
    return folder / "share"


def write(folder: Path, to: str | Path, site: str = SITE) -> Done:
    return lanmu("web", site, "--static", to, cwd=folder, env=on_that_day())


def on_that_day() -> dict[str, str]:
    """Which pages there are depends on the day: it is the same in all calls, even if one of them is at midnight."""
    return {"LANMU_DAYS_AHEAD": days_ahead(NOON)}


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def links_of(text: str) -> Iterator[tuple[str, str]]:
    """Where a page leads, and the place on the page there."""
    for link in _LINK.findall(text):
        path, _, place = unescape(link).partition("#")
        if not path.startswith(("http://", "https://")):
            yield path, place


def test_every_link_of_every_page_leads_to_a_file(share: Path) -> None:
    followed = 0
    for path in share.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        for link, place in links_of(text):
            target = Path(os.path.normpath(path.parent / link)) if link else path
            assert target.is_relative_to(share), (path, link)
            assert target.is_file(), (path, link)
            if place:
                assert f'id="{place}"' in target.read_text(encoding="utf-8"), (path, link, place)
            followed += 1
    assert followed > 500


def test_all_views_are_there_in_both_languages(share: Path) -> None:
    names = {path.relative_to(share).as_posix() for path in share.rglob("*.html")}
    chinese = {name for name in names if not name.startswith("en/")}
    assert {f"en/{name}" for name in chinese} == names - chinese
    assert {name.removesuffix(".html").split("/")[0] for name in chinese} >= _VIEWS
    for name in ("index.html", "columns.html", "datasets.html"):
        assert '<html lang="zh-CN">' in (share / name).read_text(encoding="utf-8")
        assert '<html lang="en">' in (share / "en" / name).read_text(encoding="utf-8")


def test_names_suit_every_file_system_and_hold_no_word_of_a_page(share: Path) -> None:
    for name in files_of(share):
        assert name == MARK or _NAME.fullmatch(name), name


def test_pages_hold_nothing_that_only_a_server_can_do(share: Path) -> None:
    for path in share.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert "<form" not in text, path
        assert "lanmu:nowhere" not in text, path
        assert text.count('<meta http-equiv="Content-Security-Policy"') == 1, path
        assert "There is no such page" not in text, path
        assert "没有这一页" not in text, path
        assert "地址有误" not in text, path
        assert ("These pages are a copy" in text) == path.relative_to(share).is_relative_to("en"), path


def test_they_say_what_the_server_says(folder: Path, share: Path) -> None:
    """What is told of a column, an article and a dataset is there, and of nothing a path of this machine."""
    text = "".join(path.read_text(encoding="utf-8") for path in share.rglob("*.html"))
    for words in ("第4次工作会议圆满结束", "队伍建设", "今日新增", "SHA256SUMS"):
        assert words in text, words
    assert str(folder) not in text


def test_they_open_from_a_folder_in_a_browser(share: Path, browser: Browser, tmp_path: Path) -> None:
    """Wherever it is moved: no error, no request to anything but files, and the style applies."""
    moved = tmp_path / "移动 & 100% #1"
    shutil.copytree(share, moved)
    context = browser.new_context(viewport={"width": 390, "height": 900})
    tab = context.new_page()
    complaints: list[str] = []
    asked: set[str] = set()
    tab.on("console", lambda message: complaints.append(message.text))
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.on("request", lambda request: asked.add(request.url.partition(":")[0]))
    seen: set[str] = set()
    for path in sorted(moved.rglob("*.html")):
        kind = path.relative_to(moved).as_posix().split("/")[:-2] or [path.name]
        if str(kind) in seen:
            continue
        seen.add(str(kind))
        tab.goto(path.as_uri())
        assert complaints == [], path
        assert tab.evaluate("getComputedStyle(document.querySelector('header, main')).maxWidth") != "none", path
    tab.goto((moved / "index.html").as_uri())
    tab.click("nav >> text=栏目")
    tab.click("text=队伍建设")
    assert "队伍建设" in tab.inner_text("h1")
    tab.click("text=English")
    assert tab.get_attribute("html", "lang") == "en"
    assert complaints == []
    assert asked == {"file"}
    context.close()


def test_a_second_export_takes_the_place_of_the_first(folder: Path, share: Path) -> None:
    before = files_of(share)
    (share / "old.html").write_text("a page of yesterday", encoding="utf-8")
    done = write(folder, "share")
    assert done.returncode == 0, done.stderr
    after = files_of(share)
    assert after.keys() == before.keys()
    assert [path.name for path in folder.iterdir() if path.name.startswith(".share")] == []
    assert json.loads(after[MARK])["pages"] == len([name for name in after if name.endswith(".html")])


@pytest.mark.parametrize("served", [SITE, "demo"])
def test_an_export_beside_a_server_has_all_and_hinders_nobody(
    folder: Path, share: Path, tmp_path: Path, served: str
) -> None:
    """Two processes of one data folder, whichever sites the server is of."""
    project, temporary = tmp_path / "project", tmp_path / "temporary"
    shutil.copytree(folder, project, ignore=shutil.ignore_patterns(".web", "share"))
    temporary.mkdir()
    with serving(project, served, moment=NOON) as pages:
        done = subprocess.run(
            [*COMMAND, "web", SITE, "--static", "share"],
            cwd=project,
            capture_output=True,
            text=True,
            check=False,
            env={**environment(), **on_that_day(), "TMPDIR": str(temporary)},
        )
        assert done.returncode == 0, done.stderr
        assert served in body_of(f"{pages.address}/columns")
        # The store is still the server's.
        assert lanmu("web", SITE, "--port", "0", cwd=project).stderr.count("already") == 1
    assert files_of(project / "share").keys() == files_of(share).keys()
    assert list(temporary.iterdir()) == []


def test_something_else_is_never_replaced(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "thesis.doc").write_text("mine", encoding="utf-8")
    for name in ("file", "folder", "folder/thesis.doc"):
        done = write(folder, tmp_path / name)
        assert done.returncode == 2
        assert done.stderr.count("\n") == 1
        assert "holds something else" in done.stderr
    assert write(folder, "data").returncode == 2
    assert write(folder, " ").returncode == 2
    assert files_of(tmp_path) == {"file": b"mine", "folder/thesis.doc": b"mine"}
    assert (folder / "data" / SITE / "runs").is_dir()


def test_an_export_that_is_broken_off_leaves_the_one_before(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "share"
    with written_whole(target, {}) as making:
        (making / "index.html").write_text("before", encoding="utf-8")
    before = files_of(target)
    monkeypatch.setattr(walk, "_TELL_EVERY", 20)

    def stop(pages: int) -> None:
        assert pages == 20
        raise KeyboardInterrupt

    keeper = keeper_of(folder)
    try:
        with pytest.raises(KeyboardInterrupt):
            walk.export(keeper, target, stop)
    finally:
        keeper.close()
    assert files_of(target) == before
    assert [path.name for path in tmp_path.iterdir()] == ["share"]


def test_what_a_killed_export_left_is_cleared_away(tmp_path: Path) -> None:
    target = tmp_path / "share"
    with written_whole(target, {}) as making:
        (making / "index.html").write_text("before", encoding="utf-8")
    # Killed between its two last steps: the one before stands aside, the new one has no name yet.
    target.rename(tmp_path / ".share.before")
    (tmp_path / ".share.making-killed").mkdir()
    with pytest.raises(ZeroDivisionError), written_whole(target, {}):
        raise ZeroDivisionError
    assert (target / "index.html").read_text(encoding="utf-8") == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["share"]


def test_an_empty_folder_and_a_symlink_to_ours_are_taken(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    for content in ("one", "two"):
        with written_whole(tmp_path / "link", {}) as making:
            (making / "index.html").write_text(content, encoding="utf-8")
        assert (tmp_path / "link").is_symlink()
        assert (tmp_path / "real" / "index.html").read_text(encoding="utf-8") == content


def test_where_nothing_can_be_written_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with pytest.raises((LanmuError, UsageError)), written_whole(tmp_path / "file" / "share", {}):
        pass
    with pytest.raises(LanmuError), written_whole(tmp_path / ("x" * 300), {}):
        pass


def test_no_more_pages_of_a_kind_than_is_sensible() -> None:
    plan = Plan()
    for number in range(100):
        plan.file("zh", "run", {"site": "a", "run": f"{number}"})
        plan.file("en", "run", {"site": "b", "run": f"{number}"})
    runs = [wanted for wanted in plan.names if wanted.view == "run"]
    assert len(runs) == 10
    assert plan.file("zh", "run", {"site": "a", "run": "0"}) is not None
    assert plan.file("en", "run", {"site": "a", "run": "99"}) is None
    # What the verdict and the table of runs lead to.
    assert plan.file("zh", "columns", {"state": "blocked", "known": "1"}) is not None
    assert plan.file("zh", "changes", {"site": "a", "run": "0", "kind": "changed"}) is not None
    # A search, a download, a page far back, and what no page knows.
    for view, parameters in (
        ("articles", {"q": "会议"}),
        ("articles.csv", {}),
        ("file", {"dataset": "a", "version": "b", "path": "c"}),
        ("articles", {"sheet": 99}),
        ("columns", {"state": "fine", "group": "site"}),
        ("nothing", {}),
    ):
        assert plan.file("zh", view, parameters) is None, (view, parameters)
