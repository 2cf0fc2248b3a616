"""Body: the lines of the body window as text, tables by row, captions and attachment links left out."""

import re
from urllib.parse import urljoin, urlsplit

from lxml import etree

from crawler.items import Article
from crawler.page import words
from crawler.page.lines import Line, Page, Picture
from crawler.page.window import Span
from crawler.pipelines.field import FieldPipeline

_FILE_LABEL = re.compile(r"^\W*(?:附\s*件|相关附件|附件下载|下载)\s*\d*\s*[:：.、]?\W*")
_NUMBERING = re.compile(r"[\s\d.、,，;；:：()（）\[\]【】]+")
# Interface pictures: file-type icons of editors, share buttons, counters, pixels.
_ICON = re.compile(
    r"(?:fileTypeImages|/icons?[/_]|icon_|\.ico$|qrcode|ewm|weixin\.|share|spacer|blank\.gif|print)", re.IGNORECASE
)


def pull(article: Article) -> None:
    if article.found is None:
        return
    paragraphs: list[str] = []
    for span in article.found.spans:
        files = _files(span)
        article.attachments += [file for _, file in files]
        article.images += _images(span)
        paragraphs += _paragraphs(span, {line for line, _ in files})
    article.body = "\n".join(paragraphs)
    if article.body:
        article.rules["body"] = "window"
    elif article.images:
        article.rules["body"] = "pictures_only"
    elif article.attachments:
        article.rules["body"] = "attachments_only"


def _paragraphs(span: Span, file_lines: set[int]) -> list[str]:
    """The text of the span: one entry a paragraph or table row."""
    paragraphs: list[str] = []
    page, at, hi = span.page, span.lo, span.hi
    pictured = {picture.line for picture in page.pictures}
    while at < hi:
        line = page.lines[at]
        table_row = line.row is not None and _is_data_row(line.row)
        if table_row:
            last = at
            while last < hi and page.lines[last].row is line.row:
                last += 1
            paragraphs.append(_row_text(page.lines[at:last], line.row))
            at = last
            continue
        if not (
            _is_caption(page, at, pictured) or words.PAGE_LINKS.match(line.text) or _only_files(page, at, file_lines)
        ):
            paragraphs.append(line.text)
        at += 1
    return paragraphs


def _is_data_row(row: etree._Element) -> bool:
    """A row of a table of data: several cells, and no table inside one of them (that would be layout)."""
    return len(row) > 1 and row.find(".//table") is None


def _row_text(lines: list[Line], row: etree._Element | None) -> str:
    """The cells of a row joined by tabs, empty ones kept, several lines of a cell joined by a space."""
    if row is None:
        return ""
    texts: dict[etree._Element, list[str]] = {cell: [] for cell in row}
    for line in lines:
        if line.cell is not None:
            texts.setdefault(line.cell, []).append(line.text)
    return "\t".join(" ".join(parts) for parts in texts.values()).strip()


def _is_caption(page: Page, at: int, pictured: set[int]) -> bool:
    """A short line right behind a picture that says what it shows."""
    line = page.lines[at]
    if len(line.text) > 120:
        return False
    node = page.blocks[line.block].node
    if node.tag == "figcaption" or "caption" in (node.get("class") or "").lower():
        return True
    return at in pictured and bool(words.CAPTION.search(line.text))


def _only_files(page: Page, at: int, file_lines: set[int]) -> bool:
    """A line that is nothing but links to attachments and their label."""
    line = page.lines[at]
    if at not in file_lines:
        return bool(_FILE_LABEL.fullmatch(line.text)) and (at + 1 in file_lines)
    rest = _FILE_LABEL.sub("", line.text)
    for anchor in page.anchors:
        if anchor.line == at and words.file_ending(anchor.href):
            rest = rest.replace(anchor.text, "", 1)
    return not _NUMBERING.sub("", rest.replace("附件", ""))


def _files(span: Span) -> list[tuple[int, dict[str, str]]]:
    """Links to documents in the body and right behind it, each with the number of its line."""
    page, block = span.page, span.page.blocks[span.holder]
    files: dict[str, tuple[int, dict[str, str]]] = {}
    for anchor in page.anchors:
        ending = words.file_ending(anchor.href)
        if ending is None or not (span.lo <= anchor.line < max(span.hi, span.lo + 1) + 3 and anchor.line < block.end):
            continue
        url = urljoin(page.base, anchor.href.strip())
        files.setdefault(url, (anchor.line, {"url": url, "name": anchor.text or anchor.title, "type": ending}))
    return list(files.values())


def _images(span: Span) -> list[dict[str, str | None]]:
    """Pictures of the body, interface icons left out."""
    page = span.page
    images: list[dict[str, str | None]] = []
    for picture in page.pictures:
        if not span.lo <= picture.line <= span.hi or not _shows(span, picture) or _ICON.search(picture.src):
            continue
        url = urljoin(page.base, picture.src)
        if urlsplit(url).scheme in {"http", "https", ""}:
            images.append({"url": url, "alt": picture.alt or None})
    return images


def _shows(span: Span, picture: Picture) -> bool:
    """Whether a picture stands in the body's element, and in front of the line that ends the body."""
    page = span.page
    if not picture.src or not span.holder <= picture.block <= page.blocks[span.holder].last:
        return False
    return picture.line < span.hi or span.hi == len(page.lines) or picture.block < page.lines[span.hi].block


class BodyPipeline(FieldPipeline):
    pull = pull
    counts = ("body",)
