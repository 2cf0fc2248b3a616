"""``lanmu extract``: the record of any page as a JSON line, from files, gzipped files and addresses."""

import gzip
import json
from pathlib import Path

import pytest
from small_site import TEXT, SmallSite, article_html
from support import Done, Record, lanmu, one_line

from crawler.items import EXPORTED


def records(done: Done) -> list[Record]:
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A folder with a plain and a gzipped page."""
    (tmp_path / "one.html").write_text(article_html("第一篇文章的标题"), encoding="utf-8")
    (tmp_path / "two.html.gz").write_bytes(gzip.compress(article_html("第二篇文章的标题").encode("gb18030")))
    return tmp_path


def test_a_file_gives_one_line_with_its_name_in_front(pages: Path) -> None:
    done = lanmu("extract", "one.html", cwd=pages)
    assert (done.returncode, done.stderr) == (0, "")
    (record,) = records(done)
    assert tuple(record) == ("file", *EXPORTED)
    expected = {
        "file": "one.html",
        "title": "第一篇文章的标题",
        "date": "2024-03-05",
        "source": "某市日报",
        "body": TEXT,
    }
    assert {name: record[name] for name in expected} == expected
    assert "第一篇" in done.stdout, "Chinese is printed as itself"


def test_a_gzipped_file_is_unpacked(pages: Path) -> None:
    (record,) = records(lanmu("extract", "two.html.gz", cwd=pages))
    assert (record["file"], record["title"]) == ("two.html.gz", "第二篇文章的标题")


def test_many_files_give_as_many_lines_in_order(pages: Path) -> None:
    done = lanmu("extract", "two.html.gz", "one.html", pages / "one.html", cwd=pages)
    assert done.returncode == 0
    assert [record["file"] for record in records(done)] == ["two.html.gz", "one.html", str(pages / "one.html")]


def test_an_address_is_fetched(site: SmallSite, tmp_path: Path) -> None:
    site.article("/dwjs/1.jhtml", "来自网上的文章标题")
    done = lanmu("extract", f"{site.address}dwjs/1.jhtml", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    (record,) = records(done)
    assert record["title"] == "来自网上的文章标题"
    assert record["file"] == record["url"] == f"{site.address}dwjs/1.jhtml"
    assert record["fetched_at"].endswith("+08:00")


def test_an_address_that_fails_is_one_line(site: SmallSite, tmp_path: Path) -> None:
    site.fault("/dwjs/1.jhtml", 503)
    for address in (f"{site.address}dwjs/1.jhtml", "http://127.0.0.1:1/"):
        done = lanmu("extract", address, cwd=tmp_path)
        assert done.returncode == 1
        assert address in one_line(done)


def test_a_missing_file_is_one_line_and_the_others_are_printed(pages: Path) -> None:
    done = lanmu("extract", "one.html", "none.html", "two.html.gz", cwd=pages)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "none.html" in done.stderr
    assert [record["file"] for record in records(done)] == ["one.html", "two.html.gz"]


@pytest.mark.parametrize("content", [b"", b"\x1f\x8bbroken", bytes(range(256)) * 3 + bytes(200), b"<html></html>"])
def test_what_is_no_article_is_one_line(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "page").write_bytes(content)
    done = lanmu("extract", "page", cwd=tmp_path)
    assert done.returncode in {1, 2}
    assert "page" in one_line(done)


def test_the_list_page_may_be_told(pages: Path) -> None:
    (pages / "bare.html").write_text(
        f"<html><body><div><p>政法会议召开</p><p>{TEXT}</p></div></body></html>", encoding="utf-8"
    )
    done = lanmu("extract", "--list-title", "政法会议召开", "--list-date", "2023-04-05", "bare.html", cwd=pages)
    (record,) = records(done)
    assert (record["title"], record["list_title"]) == ("政法会议召开", "政法会议召开")
    assert (record["date"], record["list_date"], record["rules"]["date"]) == ("2023-04-05", "2023-04-05", "listed")
    assert record["body"] == TEXT


def test_the_address_may_be_told(pages: Path) -> None:
    further = '<p>附件：<a href="../u/1.docx">名单.docx</a></p>'
    page = article_html("一篇带附件的文章标题").replace("</div></div>", f"{further}</div></div>", 1)
    (pages / "file.html").write_text(page, encoding="utf-8")
    done = lanmu("extract", "--url", "http://www.example.gov.cn/dwjs/1.jhtml", "file.html", cwd=pages)
    (record,) = records(done)
    assert record["url"] == "http://www.example.gov.cn/dwjs/1.jhtml"
    assert [file["url"] for file in record["attachments"]] == ["http://www.example.gov.cn/u/1.docx"]


@pytest.mark.parametrize(
    "arguments", [(), ("--nosuch", "one.html"), ("--url", "http://x/", "one.html", "two.html.gz"), (".",)]
)
def test_usage_mistakes_are_one_line(pages: Path, arguments: tuple[str, ...]) -> None:
    done = lanmu("extract", *arguments, cwd=pages)
    assert done.returncode == 2
    one_line(done)
