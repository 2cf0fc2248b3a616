"""The page this project started from, in a crawl by the site that it comes from; and a page of our own beside it."""

import json
from pathlib import Path

import pytest
from small_site import ListRow, SmallSite, page_html
from support import Record, crawl, lanmu, the_run

# The seed's text belongs to its publisher, so it lies beside the repository and nothing of it is committed.
SEED = Path(__file__).parents[2] / ".." / "shared" / "seed"
needs_seed = pytest.mark.skipif(not SEED.exists(), reason="../shared/seed is not beside this clone")
FIELDS = ("title", "date", "source", "body", "column")


def fields(record: Record) -> Record:
    return {name: record[name] for name in FIELDS}


@pytest.fixture
def seed_record() -> Record:
    record: Record = json.loads((SEED / "article.json").read_text(encoding="utf-8"))
    assert sorted(record) == sorted(FIELDS)
    return record


@needs_seed
def test_extract_reads_the_seed_page(seed_record: Record, tmp_path: Path) -> None:
    done = lanmu("extract", (SEED / "article.html").resolve(), cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert fields(json.loads(done.stdout)) == seed_record


@needs_seed
def test_jingzhou_crawls_the_seed_page(seed_record: Record, site: SmallSite, tmp_path: Path) -> None:
    site.home({"队伍建设": "/dwjs/index.jhtml"})
    site.column("/dwjs/", [ListRow("/dwjs/1024.jhtml", seed_record["title"], seed_record["date"])])
    site.serve("/dwjs/1024.jhtml", (SEED / "article.html").read_bytes())
    done = crawl("jingzhou", site.address, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    (article,) = the_run(tmp_path, "jingzhou").articles
    assert fields(article) == seed_record
    assert article["flags"] == []


# A page with the seed's traits: empty source, indented paragraphs, subheadings, a sidebar and a footer behind the body.
OWN_BODY = [
    "今年以来，某县公安局坚持从严管理，队伍面貌焕然一新，群众满意度稳步上升，得到上级充分肯定。",
    "坚持学习在前 锤炼过硬本领",
    "该局每周组织一次集中学习，邀请专家授课，全年共举办培训二十四期，参训民警达到六百余人次。",
    "坚持服务在前 回应群众期盼",
    "各派出所推出预约办理和上门服务，把窗口搬到社区和村组，让群众少跑腿、好办事、办成事。",
]


def own_page() -> str:
    paragraphs = "".join(
        f"<p>&nbsp;&nbsp;&nbsp; {f'<strong>{line}</strong>' if len(line) < 20 else line}</p>" for line in OWN_BODY
    )
    sidebar = "".join(f'<li><a href="/dwjs/{n}.jhtml">某地召开第{n}次工作推进会</a></li>' for n in range(1001, 1007))
    return page_html(
        "某县公安局双管齐下 打造过硬队伍-某市长安网",
        '<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/dwjs/index.jhtml">队伍建设</a></li></ul></div>'
        '<div class="dqwz">您的位置: <a href="/">首页</a>&nbsp;&gt;&nbsp;<a href="/dwjs/index.jhtml">队伍建设</a></div>'
        '<div class="left"><h1>某县公安局双管齐下 打造过硬队伍</h1><div class="msgbar">发布时间:2021-06-08 来源:</div>'
        f'<div class="content">{paragraphs}</div></div>'
        f'<div class="right"><div class="tit">最新新闻</div><ul>{sidebar}</ul></div>',
    )


OWN_RECORD = {
    "title": "某县公安局双管齐下 打造过硬队伍",
    "date": "2021-06-08",
    "source": None,
    "body": "\n".join(OWN_BODY),
    "column": "队伍建设",
}


def test_extract_reads_a_page_of_our_own_like_it(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(own_page(), encoding="utf-8")
    done = lanmu("extract", "page.html", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert fields(json.loads(done.stdout)) == OWN_RECORD


def test_jingzhou_crawls_a_page_of_our_own_like_it(site: SmallSite, tmp_path: Path) -> None:
    site.home({"队伍建设": "/dwjs/index.jhtml"})
    site.column("/dwjs/", [ListRow("/dwjs/1024.jhtml", "某县公安局双管齐下 打造过硬队伍", "2021-06-08")])
    site.serve("/dwjs/1024.jhtml", own_page())
    done = crawl("jingzhou", site.address, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    run = the_run(tmp_path, "jingzhou")
    (article,) = run.articles
    assert fields(article) == OWN_RECORD
    assert article["flags"] == []
    assert run.report["columns"][0]["declared_items"] == 1
