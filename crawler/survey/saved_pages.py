"""Pages saved of a site, each beside what should be read off it: ``tests/sites/<site>/<page>.html`` and ``.json``."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from crawler.items import Article, record
from crawler.page.column_page import ColumnPage
from crawler.page.lines import UnreadableError, read_page
from crawler.page.selectors import FIELDS, elements
from crawler.pipelines import pull
from crawler.pipelines.check import NotAnArticle
from crawler.spiders.column import ColumnSpider
from crawler.survey.found import Found, Looked, Sample

_FIELDS = ("title", "date", "published", "source", "author", "body", "attachments", "images", "flags")
_ARTICLES = 3


def files_of(found: Found) -> dict[str, bytes]:
    """File name → content: the first page of the longest column, and an article of each of some columns."""
    files: dict[str, bytes] = {}
    lists = sorted((one for one in found.columns if one.kind == "list"), key=lambda one: -one.articles)
    for one in lists[:1]:
        files |= _pair("column-1", *saved_column(one))
    samples = [(one, sample) for one in lists for sample in one.samples[:1] if sample.record is not None]
    for number, (one, sample) in enumerate(samples[:_ARTICLES], 1):
        files |= _pair(f"article-{number}", *saved_article(one, sample))
    return files


def saved_article(one: Looked, sample: Sample) -> tuple[bytes, dict[str, Any]]:
    """The page of an article, and what it should give."""
    if sample.fetched is None or sample.record is None:
        raise ValueError(f"{sample.row.url} was not read")
    told = {
        "kind": "article",
        "url": sample.record["url"],
        "column": one.name,
        "list_title": sample.row.title,
        "list_date": sample.row.date,
        "fetched_at": sample.record["fetched_at"],
        "expected": {name: sample.record[name] for name in _FIELDS},
    }
    return sample.fetched.body, told


def saved_column(one: Looked) -> tuple[bytes, dict[str, Any]]:
    """The first page of a column (or the data that fills it), and what it should give."""
    if one.answer is None or one.answer_shown is None:
        raise ValueError(f"{one.url} was not read")
    told = {"kind": "column", "url": one.answer.url, "column": one.url, "expected": _read_column(one.answer_shown)}
    return one.answer.body, told


def differences(told_file: Path, spider: ColumnSpider) -> Iterator[str]:
    """What a saved page gives otherwise than the file beside it says; a line each."""
    body = told_file.with_suffix(".html").read_bytes()
    try:
        told = json.loads(told_file.read_text(encoding="utf-8"))
        found = _column_of(told, body, spider) if told["kind"] == "column" else _article_of(told, body, spider)
        expectations = list(told["expected"].items())
    except (UnreadableError, NotAnArticle) as error:
        yield f"{told_file.stem}: {error}"
        return
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        yield f"{told_file.stem}.json is no description of a page ({type(error).__name__}: {error})"
        return
    for name, expected in expectations:
        if name not in found:
            yield f"{told_file.stem}: {name} is not read off a page"
        elif found[name] != expected:
            yield f"{told_file.stem}: {name} is {_short(found[name])}, expected {_short(expected)}"


def idle_selectors(told_files: list[Path], spider: ColumnSpider) -> Iterator[str]:
    """The selectors of a site file that choose nothing on any saved article; a line each."""
    roots = []
    for file in told_files:
        try:
            if json.loads(file.read_text(encoding="utf-8"))["kind"] == "article":
                roots.append(read_page(file.with_suffix(".html").read_bytes()).root)
        except (OSError, ValueError, KeyError, TypeError, UnreadableError):
            continue  # differences() says so
    for name in FIELDS:
        css = getattr(spider.where, name)
        if css and roots and not any(elements(css, root) for root in roots):
            yield f"{name}_css {css!r} chooses nothing on any of {len(roots)} saved articles"


def _column_of(told: dict[str, Any], body: bytes, spider: ColumnSpider) -> dict[str, Any]:
    return _read_column(spider.column_page(body, told["url"], told["column"], 1))


def _article_of(told: dict[str, Any], body: bytes, spider: ColumnSpider) -> dict[str, Any]:
    article = Article(
        url=told["url"],
        column=told["column"],
        list_title=told["list_title"],
        list_date=told["list_date"],
        fetched_at=told["fetched_at"],
        pages=[read_page(body, told["url"], spider.where)],
    )
    return record(pull(article))


def _read_column(shown: ColumnPage) -> dict[str, Any]:
    pager = shown.pager
    return {
        "rows": [[row.url, row.title, row.date] for row in shown.rows],
        "pages": pager.pages if pager else 1,
        "articles": pager.items if pager else None,
        "second_page": pager.address(2) if pager and pager.pages > 1 else None,
        "elsewhere": shown.elsewhere,
    }


def _pair(name: str, body: bytes, told: dict[str, Any]) -> dict[str, bytes]:
    text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    return {f"{name}.html": body, f"{name}.json": text.encode()}


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:79]}…"
