"""Columns that don't say how many pages they have: their links are followed to the end, however it looks."""

from pathlib import Path

import pytest
from small_site import ListRow, SmallSite, page_html
from support import Done, the_run
from walk_sites import crawl_own, list_html

PAGES = 4


@pytest.fixture
def rows(site: SmallSite) -> list[list[ListRow]]:
    """The rows of four pages, three on each."""
    numbers = [range(100 * page, 100 * page + 3) for page in range(1, PAGES + 1)]
    return [[site.article(f"/dwjs/{n}.html", f"第{n}次队伍建设工作会议召开") for n in page] for page in numbers]


def path(number: int) -> str:
    return "/dwjs/index.html" if number == 1 else f"/dwjs/index_{number}.html"


def next_link(number: int) -> str:
    return f'<a href="{path(number - 1)}">上一页</a> <a href="{path(number + 1)}">下一页</a>'


def crawl_list(site: SmallSite, folder: Path) -> Done:
    return crawl_own(site, folder, {"队伍建设": "/dwjs/index.html"}, "links")


BACK = f'<a href="{path(PAGES - 1)}">上一页</a> '
# What the last page's link leads to, and what is behind it: page number → markup.
ENDS: dict[str, tuple[str, dict[int, str]]] = {
    "no link": (BACK, {}),
    "a dead link": (f"{BACK}<a class=disabled>下一页</a>", {}),
    "a link to nothing": (f'{BACK}<a href="#">下一页</a>', {}),
    "a script that does nothing": (f'{BACK}<a href="javascript:void(0)">下一页</a>', {}),
    "itself": (f'<a href="{path(PAGES)}">下一页</a>', {}),
    "itself, at every page": (f'<a href="{path(1)}">首页</a><a href="{path(PAGES)}">下一页</a>', {}),
    "an empty page": (next_link(PAGES), {PAGES + 1: list_html([], "<a>下一页</a>")}),
    "an empty page with a next link": (next_link(PAGES), {PAGES + 1: list_html([], next_link(PAGES + 1))}),
    "a page that says so": (next_link(PAGES), {PAGES + 1: page_html("队伍建设", "<p>暂无内容</p>")}),
}


@pytest.mark.parametrize("end", ENDS)
def test_a_chain_is_followed_to_its_end(site: SmallSite, rows: list[list[ListRow]], tmp_path: Path, end: str) -> None:
    link, behind = ENDS[end]
    for number, page in enumerate(rows, 1):
        site.serve(path(number), list_html(page, next_link(number) if number < PAGES else link))
    for number, markup in behind.items():
        site.serve(path(number), markup)
    done = crawl_list(site, tmp_path)
    run = the_run(tmp_path, "own")
    assert done.returncode == 0, done.stderr
    assert len(run.articles) == 3 * PAGES
    assert run.report["columns"][0]["pages"] == {"declared": PAGES, "walked": PAGES, "failed": []}


def test_a_site_that_shows_its_last_page_behind_the_end_too(
    site: SmallSite, rows: list[list[ListRow]], tmp_path: Path
) -> None:
    for number, page in enumerate(rows, 1):
        site.serve(path(number), list_html(page, next_link(number)))
    for number in range(PAGES + 1, PAGES + 9):
        site.serve(path(number), list_html(rows[-1], next_link(number)))
    done = crawl_list(site, tmp_path)
    assert done.returncode == 0, done.stderr
    assert len(the_run(tmp_path, "own").articles) == 3 * PAGES
    assert path(PAGES + 2) not in site.requested


@pytest.mark.parametrize("status", [404, 500])
def test_a_page_that_fails_is_not_the_end(
    site: SmallSite, rows: list[list[ListRow]], tmp_path: Path, status: int
) -> None:
    for number, page in enumerate(rows, 1):
        site.serve(path(number), list_html(page, next_link(number)))
    site.fault(path(3), status)
    done = crawl_list(site, tmp_path)
    assert done.returncode == 3
    assert f"队伍建设 page 3 http_{status}" in done.stderr
    assert len(the_run(tmp_path, "own").articles) >= 6


def test_numbers_that_show_only_the_next_few_pages(site: SmallSite, tmp_path: Path) -> None:
    pages = 9
    numbers = {page: range(100 * page, 100 * page + 2) for page in range(1, pages + 1)}
    for at, own in numbers.items():
        listed = [site.article(f"/dwjs/{n}.html", f"第{n}次队伍建设工作会议召开") for n in own]
        links = "".join(f'<a href="{path(n)}">{n}</a> ' for n in range(at, min(at + 3, pages + 1)))
        forward = f'<a href="{path(at + 1)}">下一页</a>' if at < pages else "<span>下一页</span>"
        site.serve(path(at), list_html(listed, links + forward))
    done = crawl_list(site, tmp_path)
    run = the_run(tmp_path, "own")
    assert done.returncode == 0, done.stderr
    assert len(run.articles) == 2 * pages
    assert run.report["columns"][0]["pages"]["walked"] == pages


def test_a_pager_that_declares_endless_pages_is_not_believed(
    site: SmallSite, rows: list[list[ListRow]], tmp_path: Path
) -> None:
    site.serve(path(1), list_html(rows[0], f"共999999页 第1页 {next_link(1)}"))
    done = crawl_list(site, tmp_path)
    assert done.returncode == 1
    assert "队伍建设 page 1 pager_not_read" in done.stderr


def test_sessions_in_links_make_no_other_article(site: SmallSite, tmp_path: Path) -> None:
    row = site.article("/dwjs/7.html", "第7次队伍建设工作会议召开")
    ways = [
        "/dwjs/7.html;jsessionid=0A1B",
        "/dwjs/7.html?spm=1.2.3",
        "//" + site.address.split("/")[2] + "/dwjs/7.html",
        "/dwjs//7.html?t=1700000017",
        "/m/dwjs/7.html",
    ]
    site.serve(path(1), list_html([row, *(ListRow(way, row.title) for way in ways)]))
    done = crawl_list(site, tmp_path)
    run = the_run(tmp_path, "own")
    assert done.returncode == 0, done.stderr
    assert len(run.articles) == 1
    assert len({link["id"] for link in run.links}) == 1
    assert run.report["account"]["repeated"] == len(run.links) - 1
