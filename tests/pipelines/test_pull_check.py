"""Flags say what to doubt; what is no article is refused; hashes tell edits."""

import hashlib
import unicodedata

import pytest
from article_pages import TITLE, framed, pulled, with_content, with_meta
from small_site import TEXT, page_html

from crawler.items import Article
from crawler.pipelines import date, source
from crawler.pipelines.check import FLAGS, NotAnArticle

META = "发布时间：2024-03-05 来源：某市日报"


def test_a_sound_article_has_no_flag() -> None:
    assert with_meta(META, list_title=TITLE, list_date="2024-03-05").flags == []


@pytest.mark.parametrize(
    ("html", "fields", "flag"),
    [
        (framed("来源：某市日报", f"<p>{TEXT}</p>"), {}, "no_date"),
        (framed(META, "<p>特此公告。</p>"), {}, "short_body"),
        (framed(META, f"<p>{TEXT}</p>"), {"list_title": "别的标题别的事"}, "title_differs_from_list"),
        (framed(META, f"<p>{TEXT}</p>"), {"list_date": "2024-03-06"}, "date_differs_from_list"),
        (framed("更新时间：2024-03-05", f"<p>{TEXT}</p>"), {}, "date_is_update"),
        (page_html("某市长安网", f"<div>{META}</div><p>{TEXT}</p>"), {}, "no_title"),
        (framed(META, f"<p>{TEXT}</p>").encode().replace("聚焦".encode(), b"\xff\xfe"), {}, "mojibake"),
    ],
)
def test_each_doubt_has_its_flag(html: str | bytes, fields: dict[str, str], flag: str) -> None:
    assert pulled(html, **fields).flags == [flag]
    assert flag in FLAGS


def broken(article: Article) -> str | None:
    raise ZeroDivisionError


def test_a_rule_that_raises_costs_its_field_and_is_flagged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "SOURCE_RULES", (broken, *source.SOURCE_RULES))
    article = with_meta(META)
    assert (article.source, article.flags) == (None, ["rule_error"])
    assert (article.title, article.date, article.body) == (TITLE, "2024-03-05", TEXT)
    assert "broken" in article.rules["source"]


def test_a_rule_that_raises_behind_the_winner_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(date, "RULES", (*date.RULES, broken))
    assert with_meta(META).flags == []


@pytest.mark.parametrize("html", ["<html><body></body></html>", "<html><body><script>x()</script></body></html>"])
def test_a_page_without_title_and_text_is_refused(html: str) -> None:
    with pytest.raises(NotAnArticle, match="no_article"):
        pulled(html)


def test_a_page_without_anything_is_refused_whatever_the_list_page_calls_it() -> None:
    with pytest.raises(NotAnArticle):
        pulled("<html><head></head><body></body></html>", list_title=TITLE, list_date="2024-03-05")


def test_the_pages_are_dropped() -> None:
    article = with_meta(META)
    assert (article.pages, article.found.spans) == ([], [])


def test_the_content_hash_is_over_the_four_fields() -> None:
    article = with_meta(META)
    joined = "\x1f".join([TITLE, "2024-03-05", "某市日报", TEXT])
    assert article.content_sha256 == hashlib.sha256(unicodedata.normalize("NFC", joined).encode()).hexdigest()


def test_an_edit_changes_the_content_hash() -> None:
    pages = [
        framed(META, f"<p>{TEXT}</p>"),
        framed(META, f"<p>{TEXT.replace('聚焦', '紧盯')}</p>"),
        framed(META.replace("03-05", "03-06"), f"<p>{TEXT}</p>"),
        framed(META.replace("日报", "晚报"), f"<p>{TEXT}</p>"),
        framed(META, f"<p>{TEXT}</p>", title=f"{TITLE}（修订）"),
    ]
    assert len({pulled(page).content_sha256 for page in pages}) == len(pages)


def test_other_markup_leaves_the_content_hash() -> None:
    one = framed(META, f"<p>{TEXT}</p>")
    other = framed(f"{META} 浏览次数：77", f"<div><span>{TEXT}</span></div>")
    assert pulled(one).content_sha256 == pulled(other).content_sha256


def test_the_column_of_the_walk_stays_and_the_breadcrumbs_is_second() -> None:
    assert with_content(f"<p>{TEXT}</p>").column == "队伍建设"
    assert with_content(f"<p>{TEXT}</p>", column="政法要闻").column == "政法要闻"
