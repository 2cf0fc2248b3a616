"""Crawls of a site whose file says where the fields stand: the records are those of a crawl without."""

from collections import Counter
from pathlib import Path

import pytest
from small_site import META, TEXT, ListRow, SmallSite, article_html, page_html
from support import Done, Record, Run, crawl, lanmu, one_line, read_lines, running_sandbox, the_run
from walk_sites import SETTINGS

# The sandbox's seeds draw the names of its elements.
from crawler.sandbox.skin import draw  # noqa: TID251

# Where the fields stand on the pages of small_site.
SMALL = {"title": "h1", "date": ".msgbar", "source": ".msgbar", "body": ".content"}
_OF_THE_RUN = ("run", "fetched_at", "rules", "site", "id", "site_name")


def write_site_file(folder: Path, selectors: dict[str, str]) -> None:
    lines = [f"    {field}_css = {css!r}" for field, css in selectors.items()]
    head = "from crawler.platforms.jeecms import Jeecms\n\n\nclass Own(Jeecms):\n    name = 'own'\n"
    (folder / "own_settings.py").write_text(SETTINGS, encoding="utf-8")
    (folder / "own_spiders.py").write_text("\n".join([head + "    site_name = '某市长安网'", *lines]), encoding="utf-8")


def crawl_by(selectors: dict[str, str], homepage: str, folder: Path) -> tuple[Done, Run]:
    """A crawl of a site whose file has these selectors."""
    folder.mkdir(exist_ok=True)
    write_site_file(folder, selectors)
    done = crawl("own", homepage, cwd=folder, settings="own_settings")
    return done, the_run(folder, "own")


def rules(run: Run, field: str) -> Counter[str]:
    return Counter(article["rules"].get(field, "") for article in run.articles)


def by_url(run: Run) -> dict[str, Record]:
    """The records without what is another in each run or site file."""
    return {one["url"]: {k: v for k, v in one.items() if k not in _OF_THE_RUN} for one in run.articles}


@pytest.mark.parametrize("seed", [1, 7, 9, 7421])  # 1 has class names, 7 and 9 ids; of 9, attachments behind the body
def test_a_crawl_by_selectors_is_exact(seed: int, tmp_path: Path) -> None:
    skin, truth = draw(seed), tmp_path / "truth.jsonl"
    roles = {"title": "title", "date": "meta", "source": "meta", "body": "body"}
    css = {field: f"{'#' if role in skin.ids else '.'}{skin.names[role]}" for field, role in roles.items()}
    with running_sandbox("--seed", str(seed), "--articles", "100", "--truth", str(truth)) as homepage:
        done, run = crawl_by(css, homepage, tmp_path / "all")
        _, plain = crawl_by({}, homepage, tmp_path / "none")
        _, some = crawl_by({name: css[name] for name in ("date", "body")}, homepage, tmp_path / "some")
    compared = lanmu("compare", truth, run.folder, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (compared.returncode, compared.stdout.splitlines()[-1].count("100 exact")) == (0, 1), compared.stdout
    assert rules(run, "title") == {"title_line:selector": 100}
    assert set(rules(run, "body")) == {"selector", "pictures_only", "attachments_only"}
    assert rules(run, "date") == {"selector": 100}
    assert rules(plain, "date")["selector"] == 0
    assert by_url(run) == by_url(plain) == by_url(some)
    # They differ in the ways that a selector could go wrong.
    articles = [line for line in read_lines(truth) if line["kind"] == "article"]
    assert any(article["pages"] > 1 for article in articles)
    assert any(article["source"] is None for article in articles)
    assert any(article["attachments"] and article["body"] for article in articles)


def test_a_site_whose_templates_differ_is_read_by_both(site: SmallSite, tmp_path: Path) -> None:
    site.home({"队伍建设": "/dwjs/index.jhtml"})
    old = page_html(
        "第2次队伍建设工作会议召开",
        f'<table><tr><td class="bt">第2次队伍建设工作会议召开</td></tr><tr><td>{META}</td></tr>'
        f'<tr><td class="nr"><p>{TEXT}</p><p>{TEXT}</p></td></tr></table>',
    )
    site.serve("/dwjs/2.jhtml", old)
    rows = [
        site.article("/dwjs/1.jhtml", "第1次队伍建设工作会议召开"),
        ListRow("/dwjs/2.jhtml", "第2次队伍建设工作会议召开"),
    ]
    site.column("/dwjs/", rows)
    done, run = crawl_by(SMALL, site.address, tmp_path)
    assert done.returncode == 0, done.stderr
    found = {article["url"][-7:]: (article["source"], article["body"], article["rules"]) for article in run.articles}
    assert found["1.jhtml"][:2] == ("某市日报", TEXT)
    assert found["2.jhtml"][:2] == ("某市日报", f"{TEXT}\n{TEXT}")
    assert found["1.jhtml"][2]["body"] == "selector"
    assert found["2.jhtml"][2]["body"] == "window"


@pytest.mark.parametrize("meta", ["", "发布时间： 来源： 点击数：0"])
def test_a_page_that_is_not_there_is_none_though_it_has_the_template(
    site: SmallSite, tmp_path: Path, meta: str
) -> None:
    site.home({"队伍建设": "/dwjs/index.jhtml"})
    site.serve("/dwjs/1.jhtml", article_html("提示信息", "您访问的页面不存在或已删除！", meta))
    site.serve("/dwjs/2.jhtml", article_html("提示信息", "系统正在维护升级，请稍后再试。", meta))
    rows = [ListRow(f"/dwjs/{n}.jhtml", f"第{n}次队伍建设工作会议召开") for n in (1, 2)]
    site.column("/dwjs/", [*rows, site.article("/dwjs/3.jhtml", "第3次队伍建设工作会议召开")])
    outcomes = [crawl_by(css, site.address, tmp_path / name)[1].outcomes() for name, css in (("a", SMALL), ("b", {}))]
    assert outcomes[0] == outcomes[1]
    if not meta:
        assert outcomes[0]["dwjs/1.jhtml"] == ("dropped", "soft_404")
        assert outcomes[0]["dwjs/2.jhtml"] == ("failed", "maintenance")


def test_an_article_about_challenges_is_no_challenge(site: SmallSite, tmp_path: Path) -> None:
    """A picture with a few words, on a page with a firewall's script, as some have on every page."""
    site.home({"队伍建设": "/dwjs/index.jhtml"})
    page = article_html(
        "网络安全宣传画", "请完成安全验证", "<i>2024-03-05</i>", further='<script src="/cdn-cgi/challenge.js">'
    )
    site.serve("/dwjs/1.jhtml", page.replace("</p>", '</p><p><img src="/1.jpg"></p>'))
    site.column("/dwjs/", [ListRow("/dwjs/1.jhtml", "网络安全宣传画")])
    done, run = crawl_by(SMALL, site.address, tmp_path)
    assert done.returncode == 0, done.stderr
    assert [article["body"] for article in run.articles] == ["请完成安全验证"]


def test_further_pages_are_found_by_the_links_outside_the_chosen_elements(site: SmallSite, tmp_path: Path) -> None:
    site.home({"队伍建设": "/dwjs/index.jhtml"})
    title, pager = (
        "第1次队伍建设工作会议召开",
        '<div class="fy"><a href="1_2.jhtml">2</a> <a href="1_2.jhtml">下一页</a></div>',
    )
    row = site.article("/dwjs/1.jhtml", title, further=pager)
    bare = page_html(title, f'<div class="left"><div class="content"><p>第二页。{TEXT}</p></div></div>')
    site.serve("/dwjs/1_2.jhtml", bare)
    site.column("/dwjs/", [row])
    done, run = crawl_by(SMALL, site.address, tmp_path)
    assert done.returncode == 0, done.stderr
    assert [article["body"] for article in run.articles] == [f"{TEXT}\n第二页。{TEXT}"]


def test_a_further_page_that_is_not_there_leaves_the_article_incomplete(site: SmallSite, tmp_path: Path) -> None:
    site.home({"队伍建设": "/dwjs/index.jhtml"})
    title, pager = (
        "第1次队伍建设工作会议召开",
        '<div class="fy"><a href="1_2.jhtml">2</a> <a href="1_2.jhtml">下一页</a></div>',
    )
    row = site.article("/dwjs/1.jhtml", title, further=pager)
    site.serve("/dwjs/1_2.jhtml", article_html("提示信息", "您访问的页面不存在或已删除！", ""))
    site.column("/dwjs/", [row])
    done, run = crawl_by(SMALL, site.address, tmp_path)
    assert done.returncode == 3
    assert run.outcomes() == {"dwjs/1.jhtml": ("failed", "soft_404")}


@pytest.mark.parametrize("css", ["h1::text", "div[", "..a"])
def test_what_is_no_selector_is_one_line_and_nothing_is_asked_for(site: SmallSite, tmp_path: Path, css: str) -> None:
    write_site_file(tmp_path, {"title": css})
    asked = len(site.requested)
    done = crawl("own", site.address, cwd=tmp_path, settings="own_settings")
    assert done.returncode == 2
    assert f"the site file of own: {css!r} is no CSS selector" in one_line(done)
    assert len(site.requested) == asked
    assert not (tmp_path / "data").exists()
