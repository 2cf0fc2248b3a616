"""The truth about a site as lines of JSON: one for each article, column and row."""

import json
from collections.abc import Iterator

from .content import (
    Article,
    Attachments,
    Block,
    Column,
    FileRef,
    Heading,
    LinkedParagraph,
    Numbered,
    Paragraph,
    Picture,
    Signature,
    Table,
    Verse,
)
from .meta_line import printed_time, prints_author
from .pages import Pages
from .rows import Row, shows_full_date
from .spacing import collapse


def truth_lines(pages: Pages) -> Iterator[str]:
    """Every line of the truth, without line ends."""
    for article in pages.site.articles.values():
        yield json.dumps(_article(pages, article), ensure_ascii=False)
    for column in pages.site.columns:
        if pages.site.side_pages:
            yield json.dumps(_column(pages, column), ensure_ascii=False)
        for page, position, row in _places(pages, column):
            link = {
                "kind": "link",
                "column": column.name,
                "column_url": pages.base + pages.platform.column(column.path),
                "page": page,
                "position": position,
                **_link(pages, row),
            }
            yield json.dumps(link, ensure_ascii=False)


def _places(pages: Pages, column: Column) -> Iterator[tuple[int | None, int | None, Row]]:
    """Each row with its page and its position; without both, and each target once, where they are not certain."""
    shelf = pages.shelves[column.path]
    if shelf.moving or pages.platform.pages_open:
        for row in shelf.targets():
            yield None, None, row
        return
    for page, rows in enumerate(shelf.pages(), 1):
        for position, row in enumerate(rows, 1):
            yield page, position, row


def _column(pages: Pages, column: Column) -> dict[str, object]:
    """A column: the names above it, its form, and how many rows and pages it has."""
    shelf = pages.shelves[column.path]
    trail = [pages.platform.columns[column.parent].name] if column.parent else []
    return {
        "kind": "column",
        "column": column.name,
        "url": pages.base + pages.platform.column(column.path),
        "trail": [*trail, column.name],
        "form": column.form,
        "rows": shelf.total,
        "pages": shelf.count,
    }


def _link(pages: Pages, row: Row) -> dict[str, object]:
    listing = row.listing
    return {
        "url": listing.address or pages.base + pages.platform.article(listing.ref),
        "list_title": row.attribute or row.text,
        "list_date": listing.day.isoformat() if shows_full_date(pages.skin) else None,
        "target": listing.kind,
    }


def _article(pages: Pages, article: Article) -> dict[str, object]:
    blocks = [block for page in article.pages for block in page]
    time = printed_time(pages.skin.date_form, article.moment)
    author = article.author if prints_author(pages.skin.meta_items) else None

    def address(file: FileRef) -> str:
        return pages.base + pages.platform.file(file.stem, file.extension)

    return {
        "kind": "article",
        "url": pages.base + pages.platform.article(article.ref),
        "title": collapse(article.flat_title),
        "date": article.moment.date().isoformat(),
        "published": f"{time.isoformat()}+08:00" if time else None,
        "source": collapse(article.source or "") or None,
        "author": collapse(author or "") or None,
        "body": "\n".join(line for block in blocks for line in _lines(block)),
        "attachments": [
            {"url": address(file), "name": file.name, "type": file.extension.lower()} for file in _files(blocks)
        ],
        "images": [
            {"url": address(block.file), "alt": block.file.name or None}
            for block in blocks
            if isinstance(block, Picture)
        ],
        "pages": len(article.pages),
    }


def _lines(block: Block) -> list[str]:
    """The lines a block adds to the body: pictures, captions and attachment lines add none."""
    match block:
        case Paragraph(text, lead):
            lines = [lead + text]
        case LinkedParagraph(before, file, after):
            lines = [before + file.name + after]
        case Heading(text):
            lines = [text]
        case Verse(texts) | Numbered(texts) | Signature(texts):
            lines = list(texts)
        case Table(rows):
            return ["\t".join(collapse(cell) for cell in row) for row in rows]
        case _:
            return []
    return [collapse(line) for line in lines]


def _files(blocks: list[Block]) -> Iterator[FileRef]:
    for block in blocks:
        if isinstance(block, Attachments):
            yield from block.files
        elif isinstance(block, LinkedParagraph):
            yield block.file
