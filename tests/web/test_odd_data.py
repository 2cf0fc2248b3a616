"""Data as they are on a first day, or after an accident: all pages are there, their numbers right."""

import hashlib
import json
import re
import shutil
from collections.abc import Mapping
from datetime import timedelta
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest
from addresses import body_of, links_of
from made_columns import NEWS, NOW
from made_runs import Look, article, write_run
from support import lanmu
from web_server import ONLY, days_ahead, health_said, serving, verdict_of

from crawler.web.runs.sentence import sentence
from crawler.web.views.pages import column_pages

_SITE = """from crawler.platforms.trs import Trs


class {title}(Trs):
    name = {name!r}
    homepage = "http://127.0.0.1:9/"
    every = "day"
"""
_COUNT = re.compile(r'<a class="count" href="([^"]+)">([\d,]+)</a>')
_MOST = 120
_EVENING = NOW.replace(hour=22)


def project(folder: Path, *sites: str) -> Path:
    """A project with site files and no data; returns its data folder."""
    (folder / "sites").mkdir(parents=True)
    (folder / "sites" / "__init__.py").touch()
    (folder / "scrapy.cfg").write_text("[settings]\ndefault = crawler.settings\n", encoding="utf-8")
    for site in sites:
        text = _SITE.format(title=site.title(), name=site)
        (folder / "sites" / f"{site}.py").write_text(text, encoding="utf-8")
    return folder / "data"


def killed(data: Path, site: str) -> None:
    """A run that was killed and has been taken over: its report tells of no columns."""
    name = write_run(data, site, _EVENING, [Look(NEWS, [article(NEWS, 1, "2027-03-30")], known=1)])
    path = data / site / "runs" / name / "report.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    left = ("site", "run", "started_at", "finished_at", "account", "revisited", "sample")
    told = {key: told[key] for key in left} | {
        "verdict": "interrupted", "exit_code": 3, "sentence": "interrupted", "ended": "killed", "broken_lines": 0,
        "columns": [],
    }  # fmt: skip
    content = json.dumps(told).encode()
    path.write_bytes(content)
    manifest = path.with_name("manifest.json")
    text = json.loads(manifest.read_text(encoding="utf-8"))
    text["files"]["report.json"] = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    manifest.write_text(json.dumps(text), encoding="utf-8")


def walked(address: str) -> dict[str, str]:
    """The pages that the first ones lead to, nearest first, with their numbers checked."""
    waiting, found = ["/", "/en/"], dict[str, str]()
    while waiting and len(found) < _MOST:
        path = waiting.pop(0)
        if path not in found:
            found[path] = body_of(address + path)
            waiting += links_of(found[path]) if "<main" in found[path] else []
    for path, body in found.items():
        for href, number in _COUNT.findall(body):
            total = re.findall(r'data-total="(\d+)"', found.get(unescape(href)) or body_of(address + unescape(href)))
            assert total == [number.replace(",", "")], (path, href)
    return found


def test_a_folder_without_data_is_a_page_that_says_so(tmp_path: Path) -> None:
    project(tmp_path, "alpha")
    with serving(tmp_path, *ONLY, moment=NOW) as served:
        found = walked(served.address)
        assert verdict_of(found["/"]) == health_said(tmp_path, NOW, "zh")
        assert verdict_of(found["/"]).startswith("0 栏目；另有 1 个站点没有读到栏目（1 ")
        for view, said in (
            ("articles", "没有这样的文章"),
            ("changes", "没有这样的改动"),
            ("runs", "没有这样的运行"),
            ("datasets", ""),
        ):
            assert said in body_of(f"{served.address}/{view}")


def test_sites_with_one_killed_run_with_one_column_and_with_none(tmp_path: Path) -> None:
    data = project(tmp_path, "alpha", "beta", "gamma")
    killed(data, "alpha")
    write_run(data, "beta", _EVENING, [Look(NEWS, [article(NEWS, 2, "2027-03-31")], declared=1)])
    with serving(tmp_path, *ONLY, moment=NOW) as served:
        found = walked(served.address)
        assert verdict_of(found["/"]) == health_said(tmp_path, NOW, "zh")
        assert verdict_of(found["/en/"]) == health_said(tmp_path, NOW, "en")
        runs = {path for path in links_of(body_of(f"{served.address}/runs")) if path.startswith("/run?")}
        assert {re.sub(r".*site=(\w+).*", r"\1", path) for path in runs} == {"alpha", "beta"}
        (run,) = (path for path in runs if "alpha" in path)
        body = body_of(served.address + run)
        assert "被杀" in body
        assert "没有留下各栏目的账" in body


def test_a_run_that_is_folded_while_pages_are_looked_at_is_still_there(tmp_path: Path) -> None:
    data = project(tmp_path, "beta")
    for ago in (70, 69, 68):
        links = {f"/{number}.jhtml": "timeout" for number in range(60)}
        write_run(data, "beta", _EVENING - timedelta(days=ago), [Look(NEWS, failed_links=links)])
    with serving(tmp_path, *ONLY, "-s", "WEB_REFRESH=3600", moment=NOW) as served:
        before = walked(served.address)
        done = lanmu("fold", "beta", *ONLY, cwd=tmp_path, env={"LANMU_DAYS_AHEAD": days_ahead(NOW)})
        assert done.returncode == 0, done.stderr
        assert len(list((data / "beta" / "runs").iterdir())) < 3
        assert walked(served.address).keys() == before.keys()
        # More failed than are listed: what is told of them is all of them.
        text = body_of(f"{served.address}/column?site=beta&name={quote(NEWS)}&tab=failures")
        assert text.count("超时 (timeout) × 60") == 3
        assert text.count("<code>timeout</code>") == 150


@pytest.mark.parametrize("left", ["links.jsonl", "report.json"])
def test_a_run_of_which_a_file_is_gone_is_a_sentence(tmp_path: Path, left: str) -> None:
    data = project(tmp_path, "beta")
    name = write_run(data, "beta", _EVENING, [Look(NEWS, failed_links={"/1.jhtml": "timeout"})])
    with serving(tmp_path, *ONLY, "-s", "WEB_REFRESH=3600", moment=NOW) as served:
        assert "超时" in body_of(f"{served.address}/run?site=beta&run={name}")
        (data / "beta" / "runs" / name / left).unlink()
        text = body_of(f"{served.address}/column?site=beta&name={quote(NEWS)}&tab=failures")
        assert "这次运行的文件现在读不出" in text
        shutil.rmtree(data / "beta")
        assert "今日新增" in body_of(served.address)


def test_pages_that_a_pager_declares_without_end_cost_nothing() -> None:
    told = {"url": "http://127.0.0.1:9/", "pages": {"declared": 10**12, "walked": 2, "failed": []}}
    assert [(one.number, one.state) for one in column_pages(told, {1: 20})] == [(1, "walked"), (2, "walked")]


@pytest.mark.parametrize(("items", "said"), [(None, "通知 一页也没读到"), (1_200, "通知 列出 0 条，网站说有 1,200 条")])
def test_a_column_that_was_not_read_whole_is_told_in_words(items: int | None, said: str) -> None:
    account = {"listed": 0, "written": 0, "failed": {}}
    column: Mapping[str, object] = {
        "column": "通知", "ended": "incomplete", "declared_items": items, "account": account,
        "pages": {"declared": 1, "walked": 0, "failed": []},
    }  # fmt: skip
    revisited = {"revisited": 0, "failed": {}}
    report = {"ended": "finished", "verdict": "incomplete", "columns": [column], "account": account}
    assert sentence({**report, "revisited": revisited}).zh.startswith(f"{said}。")
