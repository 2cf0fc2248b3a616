"""The served pages: the same from the same seed, and they show what the truth says."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from parsel import Selector

from crawler.sandbox.pages import Pages  # noqa: TID251
from crawler.sandbox.sites import build  # noqa: TID251
from crawler.sandbox.spacing import collapse  # noqa: TID251
from crawler.sandbox.truth import truth_lines  # noqa: TID251

BASE = "http://127.0.0.1:8000"
# Enough seeds to meet every choice of the skins.
SEEDS = range(1, 31)


def truth(pages: Pages, kind: str) -> list[dict[str, Any]]:
    return [line for line in map(json.loads, truth_lines(pages)) if line["kind"] == kind]


def served(pages: Pages, url: str) -> str:
    html = pages.html(url.removeprefix(BASE))
    assert html is not None, url
    return html


def article_html(pages: Pages, line: dict[str, Any]) -> str:
    """All pages of an article in a row."""
    stem = line["url"].removesuffix(".jhtml")
    further = (served(pages, f"{stem}_{page}.jhtml") for page in range(2, line["pages"] + 1))
    return "\n".join([served(pages, line["url"]), *further])


def bare(text: str) -> str:
    return "".join(collapse(text).split())


def printed(html: str) -> str:
    """What a reader sees of the page, without any white space."""
    return bare("".join(Selector(html).xpath("//body//text()[not(ancestor::script)]").getall()))


@pytest.fixture(scope="module", params=SEEDS)
def pages(request: pytest.FixtureRequest) -> Pages:
    return build(request.param, 120, BASE)


def test_articles_show_their_fields(pages: Pages) -> None:
    for line in truth(pages, "article"):
        text = printed(article_html(pages, line).replace("</html>", "").replace("</body>", ""))
        assert bare(line["title"]) in text
        year, month, day = line["date"].split("-")
        forms = (line["date"], f"{year}/{month}/{day}", f"{year}年{month}月{day}日", f"-{year}-{month}/{day}")
        assert any(form in text for form in (*forms, f"{year}年{int(month)}月{int(day)}日"))
        if line["published"]:
            assert line["published"][11:16] in text
        for name in ("source", "author"):
            assert bare(line[name] or "") in text


def test_bodies_stand_on_the_pages_in_order(pages: Pages) -> None:
    for line in truth(pages, "article"):
        text = printed(article_html(pages, line).replace("</html>", "").replace("</body>", ""))
        place = 0
        for paragraph in line["body"].split("\n"):
            place = text.index(bare(paragraph), place) + len(bare(paragraph))


def test_files_are_linked_and_pictures_shown(pages: Pages) -> None:
    for line in truth(pages, "article"):
        page = Selector(article_html(pages, line).replace("</html>", "").replace("</body>", ""))
        links = {BASE + link.attrib["href"]: link.xpath("string()").get() for link in page.css("a[href^='/u/']")}
        assert links == {file["url"]: file["name"] for file in line["attachments"]}
        images = [(BASE + image.attrib["src"], image.attrib["alt"]) for image in page.css("img[src^='/u/']")]
        assert images == [(image["url"], image["alt"] or "") for image in line["images"]]


def test_columns_list_what_the_truth_says(pages: Pages) -> None:
    by_page: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for line in truth(pages, "link"):
        by_page.setdefault((line["column_url"], line["page"]), []).append(line)
    for (column_url, number), lines in by_page.items():
        url = column_url if number == 1 else column_url.replace("index", f"index_{number}")
        html = served(pages, url)
        page = Selector(html.replace("</html>", "").replace("</body>", ""), base_url=url)
        last = max(page_number for column, page_number in by_page if column == column_url)
        assert f"{number}/{last}页" in html
        name = pages.skin.names["list"]
        names = (
            f"//*[@class='{name}' or @id='{name}']",
            f"//*[contains(@class, '{pages.skin.names['row']}')]",
        )
        rows = page.xpath("".join(names) + "//a[@target='_blank']")
        assert [row.attrib.get("title") or row.xpath("string()").get() for row in rows] == [
            line["list_title"] for line in lines
        ]
        assert [row.attrib["href"].rpartition("/")[2] for row in rows] == [
            line["url"].rpartition("/")[2] for line in lines
        ]


def test_addresses_lead_where_the_truth_says(pages: Pages) -> None:
    articles = {line["url"] for line in truth(pages, "article")}
    links = truth(pages, "link")
    assert {line["url"] for line in links if line["target"] == "article"} == articles
    for line in links:
        if line["target"] == "dead":
            assert pages.html(line["url"].removeprefix(BASE)) is None
        if line["target"] == "external":
            assert ".invalid/" in line["url"]


def test_what_does_not_exist_is_not_served(pages: Pages) -> None:
    article = truth(pages, "article")[0]["url"].removeprefix(BASE)
    stem = article.removesuffix(".jhtml")
    for path in ("/dwjs/index_99.jhtml", "/nope/index.jhtml", f"{stem}_9.jhtml", f"{stem}_0.jhtml", "/nope"):
        assert pages.html(path) is None


def test_home_page_leads_to_every_column_and_says_what_it_is() -> None:
    pages = build(1, 120, BASE)
    html = served(pages, "/")
    assert all(f'href="/{column.path}/index.jhtml"' in html for column in pages.site.columns)
    assert "演示数据" in html
    assert len(pages.site.columns) >= 8


# Prints a digest of every page and of the truth of the seed in its argument.
DIGEST = """
import hashlib, json, sys
from crawler.sandbox.sites import build
from crawler.sandbox.truth import truth_lines
pages = build(int(sys.argv[1]), 120, "http://127.0.0.1:8000")
total = hashlib.sha256()
for line in truth_lines(pages):
    row = json.loads(line)
    path = row.get("column_url", row["url"]).removeprefix(pages.base)
    total.update(f"{line}{pages.html(path)}".encode())
print(total.hexdigest())
"""


def digest(seed: int, hash_seed: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", DIGEST, str(seed)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
        env={"PYTHONHASHSEED": hash_seed},
    )
    return done.stdout


def test_pages_depend_on_the_seed_alone() -> None:
    assert digest(3, "1") == digest(3, "2")
    assert digest(3, "1") != digest(4, "1")
