"""Every link of a column page has its outcome, and only what is worth fetching is fetched."""

import csv
import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from small_site import TEXT, ListRow, SmallSite
from support import crawl, read_lines, requested, running_sandbox, the_run

from crawler.items import EXPORTED

TITLES = ["市委召开政法工作会议", "某县开展平安创建活动", "法院发布司法白皮书", "检察机关公布典型案例"]


@pytest.fixture
def rows(site: SmallSite) -> list[ListRow]:
    site.home({"队伍建设": "/dwjs/index.jhtml"})
    return [site.article(f"/dwjs/{n}.jhtml", title) for n, title in enumerate(TITLES, 1)]


def test_links_to_other_sites_are_dropped_and_never_asked_for(
    site: SmallSite, other_site: SmallSite, rows: list[ListRow], tmp_path: Path
) -> None:
    away = other_site.article("/dwjs/9.jhtml", "外地经验介绍")
    site.column("/dwjs/", [*rows[:2], ListRow(f"{other_site.address}dwjs/9.jhtml", away.title), *rows[2:]])
    assert crawl("jingzhou", site.address, cwd=tmp_path).returncode == 0
    run = the_run(tmp_path, "jingzhou")
    assert run.report["account"]["dropped"] == {"external": 1}
    link = run.links[[link["list_title"] for link in run.links].index("外地经验介绍")]
    assert (link["outcome"], link["reason"], link["position"], link["id"]) == ("dropped", "external", 3, None)
    assert other_site.requested == []


def test_a_dead_link_is_dropped_as_gone(site: SmallSite, rows: list[ListRow], tmp_path: Path) -> None:
    site.fault("/dwjs/2.jhtml", 404)
    site.fault("/dwjs/3.jhtml", 410)
    site.column("/dwjs/", rows)
    assert crawl("jingzhou", site.address, cwd=tmp_path).returncode == 0
    run = the_run(tmp_path, "jingzhou")
    assert run.report["account"]["dropped"] == {"gone": 2}
    assert run.outcomes()["dwjs/2.jhtml"] == run.outcomes()["dwjs/3.jhtml"] == ("dropped", "gone")
    assert len(run.articles) == 2


def test_what_may_work_tomorrow_is_failed(site: SmallSite, rows: list[ListRow], tmp_path: Path) -> None:
    statuses = {"/dwjs/1.jhtml": 403, "/dwjs/2.jhtml": 429, "/dwjs/3.jhtml": 500, "/dwjs/4.jhtml": 503}
    for path, status in statuses.items():
        site.fault(path, status)
    site.column("/dwjs/", [*rows, site.article("/dwjs/5.jhtml", "一篇能读到的文章")])
    assert crawl("jingzhou", site.address, cwd=tmp_path).returncode == 3
    run = the_run(tmp_path, "jingzhou")
    assert run.report["account"]["failed"] == {f"http_{status}": 1 for status in statuses.values()}
    assert [article["title"] for article in run.articles] == ["一篇能读到的文章"]


def test_an_article_in_two_columns_is_fetched_and_written_once(
    site: SmallSite, rows: list[ListRow], tmp_path: Path
) -> None:
    site.home({"队伍建设": "/dwjs/index.jhtml", "政法要闻": "/zfyw/index.jhtml"})
    site.column("/dwjs/", rows)
    site.column("/zfyw/", [rows[1], site.article("/zfyw/7.jhtml", "另一篇文章的标题")])
    assert crawl("jingzhou", site.address, cwd=tmp_path).returncode == 0
    run = the_run(tmp_path, "jingzhou")
    assert site.requested.count("/dwjs/2.jhtml") == 1
    assert Counter(article["url"].rpartition("/")[2] for article in run.articles)["2.jhtml"] == 1
    both = [link for link in run.links if link["url"].endswith("/dwjs/2.jhtml")]
    assert sorted(link["outcome"] for link in both) == ["repeated", "written"]
    assert {link["column"] for link in both} == {"队伍建设", "政法要闻"}
    assert len({link["id"] for link in both}) == 1
    article = next(article for article in run.articles if article["url"].endswith("/dwjs/2.jhtml"))
    written = next(link for link in both if link["outcome"] == "written")
    assert article["column"] == written["column"]


def test_an_article_listed_twice_in_one_column_is_written_once(
    site: SmallSite, rows: list[ListRow], tmp_path: Path
) -> None:
    site.column("/dwjs/", [*rows, rows[0]])
    assert crawl("jingzhou", site.address, cwd=tmp_path).returncode == 0
    run = the_run(tmp_path, "jingzhou")
    assert [link["outcome"] for link in sorted(run.links, key=lambda link: link["position"])] == [
        *["written"] * 4,
        "repeated",
    ]
    assert run.report["columns"][0]["declared_items"] == 5


def test_addresses_of_one_article_have_one_id(site: SmallSite, rows: list[ListRow], tmp_path: Path) -> None:
    alike = [ListRow(f"{path}", rows[0].title) for path in ("1.jhtml", "/dwjs/1.jhtml#top", "../dwjs/1.jhtml")]
    site.column("/dwjs/", [*rows, *alike])
    assert crawl("jingzhou", site.address, cwd=tmp_path).returncode == 0
    run = the_run(tmp_path, "jingzhou")
    assert run.report["account"]["repeated"] == 3
    assert len(run.articles) == 4


def paged(site: SmallSite, number: int, pages: int = 3) -> ListRow:
    """An article of several pages, as JEECMS links them."""
    links = "".join(f'<a href="{number}_{n}.jhtml">{n}</a> ' for n in range(2, pages + 1))
    pager, title = f'<div class="pages">{links}</div>', f"一篇分成几页的第{number}号长文章"
    for n in range(2, pages + 1):
        site.article(f"/dwjs/{number}_{n}.jhtml", title, f"第{n}页。{TEXT}", pager)
    return site.article(f"/dwjs/{number}.jhtml", title, f"第1页。{TEXT}", pager)


def test_an_article_of_several_pages_is_one_record(site: SmallSite, rows: list[ListRow], tmp_path: Path) -> None:
    site.column("/dwjs/", [*rows, paged(site, 5)])
    assert crawl("jingzhou", site.address, cwd=tmp_path).returncode == 0
    run = the_run(tmp_path, "jingzhou")
    (article,) = [article for article in run.articles if "长文章" in article["title"]]
    assert article["body"] == "\n".join(f"第{n}页。{TEXT}" for n in (1, 2, 3))
    assert article["url"].endswith("/dwjs/5.jhtml")
    assert len(run.articles) == len(run.links) == 5
    assert [site.requested.count(f"/dwjs/5_{n}.jhtml") for n in (2, 3)] == [1, 1]


def test_half_an_article_is_never_written(site: SmallSite, rows: list[ListRow], tmp_path: Path) -> None:
    site.column("/dwjs/", [*rows, paged(site, 5), paged(site, 6), paged(site, 7)])
    site.fault("/dwjs/5_2.jhtml", 500)
    site.fault("/dwjs/6_3.jhtml", 404)
    site.serve("/dwjs/7_2.jhtml", "")
    assert crawl("jingzhou", site.address, cwd=tmp_path).returncode == 3
    run = the_run(tmp_path, "jingzhou")
    assert run.outcomes()["dwjs/5.jhtml"] == ("failed", "http_500")
    assert run.outcomes()["dwjs/6.jhtml"] == ("failed", "http_404")
    assert run.outcomes()["dwjs/7.jhtml"] == ("failed", "empty_page")
    assert len(run.articles) == 4


def test_a_sample_takes_a_few_of_each_column_and_is_partial(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with running_sandbox("--articles", "100", "--log", str(log)) as homepage:
        done = crawl("demo", homepage, "-a", "sample=3", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stderr.startswith("demo partial")
    run = the_run(tmp_path, "demo")
    assert (run.report["verdict"], run.manifest["verdict"]) == ("partial", "partial")
    written = Counter(article["column"] for article in run.articles)
    assert max(written.values()) == 3
    assert len(written) == len(run.report["columns"]) == 9
    for column in run.report["columns"]:
        account = column["account"]
        rest = account["listed"] - account["written"] - account["repeated"]
        assert account["closes"] is True
        assert rest == sum(account["dropped"].values())
        assert set(account["dropped"]) <= {"sample", "external", "gone"}
    assert run.report["account"]["dropped"]["sample"] > 30
    # An article is fetched only if it counts into a sample: nine columns, three of each, some of several pages.
    articles = [path for path in requested(log) if "/index" not in path and "_" not in path]
    assert len(articles) <= 2 + 9 * 3 + 3 * 2


def test_a_sample_leaves_the_rest_to_a_later_run(site: SmallSite, rows: list[ListRow], tmp_path: Path) -> None:
    site.column("/dwjs/", rows)
    assert crawl("jingzhou", site.address, "-a", "sample=1", cwd=tmp_path).returncode == 0
    assert crawl("jingzhou", site.address, cwd=tmp_path).returncode == 0
    folders = sorted((tmp_path / "data" / "jingzhou" / "runs").iterdir())
    assert [len(read_lines(folder / "articles.jsonl")) for folder in folders] == [1, 3]


def test_a_feed_beside_the_dataset_holds_the_records_columns(site: SmallSite, tmp_path: Path) -> None:
    site.home({"队伍建设": "/dwjs/index.jhtml"})
    site.column("/dwjs/", [site.article("/dwjs/1.jhtml", "队伍建设工作会议召开")])
    done = crawl("jingzhou", site.address, "-O", "out.csv", "-s", "FEED_EXPORT_ENCODING=utf-8-sig", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    table = (tmp_path / "out.csv").read_bytes()
    assert table.startswith(b"\xef\xbb\xbf")
    (row,) = csv.DictReader(table.decode("utf-8-sig").splitlines())
    assert (list(row), row["title"]) == (list(EXPORTED), "队伍建设工作会议召开")


def test_a_dead_link_is_asked_for_again_a_day_after_it_was_asked_for_and_not_after_every_run(
    site: SmallSite, tmp_path: Path
) -> None:
    site.home({"队伍建设": "/dwjs/index.jhtml"})
    rows = [site.article("/dwjs/1.jhtml", "队伍建设工作会议召开"), ListRow("/dwjs/2.jhtml", "第2次会议")]
    site.column("/dwjs/", rows)
    for _ in range(2):
        assert crawl("jingzhou", site.address, cwd=tmp_path).returncode == 0
    assert site.requested.count("/dwjs/2.jhtml") == 1
    # The run that asked ended a day ago; the one that didn't ask, just now.
    manifest = min((tmp_path / "data/jingzhou/runs").glob("*/manifest.json"))
    told = json.loads(manifest.read_text(encoding="utf-8"))
    told["finished_at"] = (datetime.now(UTC) - timedelta(days=1)).isoformat()
    manifest.write_text(json.dumps(told), encoding="utf-8")
    assert crawl("jingzhou", site.address, cwd=tmp_path).returncode == 0
    assert site.requested.count("/dwjs/2.jhtml") == 2
