"""Body: the lines of the body window as text, tables by row, captions and attachment links left out."""

import re

from crawler.items import Article
from crawler.page import words
from crawler.page.line_kinds import is_bare_day, is_page_links
from crawler.page.links import absolute
from crawler.page.model import Line, Page, Picture
from crawler.page.window import Span
from crawler.pipelines.field import FieldPipeline

_FILE_LABEL = re.compile(r"^\W*(?:附\s*件|相关附件|附件下载|下载)\s*\d*\s*[:：.、]?\W*")
_BOX_LINES = 12  # as far behind the body as a box of attachments is looked for
_CLAUSE = re.compile(r"[。；！？]")
_PICTURE_CLASS = re.compile(
    r"(?:^|[\W_])(?:tu|pic|img|image|photo|figure)(?:$|[\W_]|\d|txt|text|note|info|desc|zhu|shuo)"
)
_NUMBERING = re.compile(r"[\s\d.、,，;；:：()（）\[\]【】]+")


def pull(article: Article) -> None:
    paragraphs: list[str] = []
    for span in article.found.spans:
        files = _files(span)
        article.attachments += [file for _, file in files]
        article.images += _images(span)
        paragraphs += _paragraphs(span, {line for line, _ in files})
    article.body = "\n".join(paragraphs)
    if article.body:
        article.rules["body"] = "selector" if article.pages[0].chosen.get("body") else "window"
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
        if _is_data_row(span, line.row):
            last = at
            while last < hi and page.lines[last].row == line.row:
                last += 1
            paragraphs.append(_row_text(page, page.lines[at:last]))
            at = last
            continue
        if not (_is_caption(page, at, pictured) or is_page_links(line) or _only_files(page, at, file_lines)):
            paragraphs.append(line.text)
        at += 1
    return paragraphs


def _is_data_row(span: Span, row: int) -> bool:
    """A row of a table of data: inside the body, several cells, no table inside one of them (that would be layout)."""
    if row <= span.holder:
        return False
    node = span.page.blocks[row].node
    return len(node) > 1 and node.find(".//table") is None


def _row_text(page: Page, lines: list[Line]) -> str:
    """The cells of a row joined by tabs, empty ones kept, several lines of a cell joined by a space."""
    row = page.blocks[lines[0].row]
    texts: dict[int, list[str]] = {
        at: [] for at in range(lines[0].row + 1, row.last + 1) if page.blocks[at].parent == lines[0].row
    }
    for line in lines:
        texts.setdefault(line.cell, []).append(line.text)
    return "\t".join(" ".join(parts) for parts in texts.values())


def _is_caption(page: Page, at: int, pictured: set[int]) -> bool:
    """A short line right behind a picture that says what it shows: by its words, or set apart from the paragraphs."""
    line = page.lines[at]
    if len(line.text) > 120:
        return False
    node = page.blocks[line.block].node
    kind = (node.get("class") or "").lower()
    if node.tag == "figcaption" or "caption" in kind:
        return True
    if at not in pictured or is_bare_day(line):
        return False
    if words.CAPTION.search(line.text):
        return True
    centred = "center" in f"{node.get('style') or ''} {node.get('align') or ''}".lower()
    return len(line.text) <= 50 and not _CLAUSE.search(line.text) and (centred or bool(_PICTURE_CLASS.search(kind)))


def _only_files(page: Page, at: int, file_lines: set[int]) -> bool:
    """A line that is nothing but links to attachments and their label."""
    line = page.lines[at]
    if at not in file_lines:
        return bool(_FILE_LABEL.fullmatch(line.text)) and (at + 1 in file_lines)
    rest = line.text
    for anchor in page.anchors:
        if anchor.line == at and words.file_ending(anchor.href, anchor.text):
            rest = rest.replace(anchor.text, "", 1)
    return not _NUMBERING.sub("", _FILE_LABEL.sub("", rest).replace("附件", ""))


def _files(span: Span) -> list[tuple[int, dict[str, str]]]:
    """Links to documents in the body and in a box right behind it, each with the number of its line."""
    page = span.page
    end = span.hi
    for at in range(span.hi, min(span.hi + _BOX_LINES, len(page.lines))):
        text = page.lines[at].text
        if at in page.file_lines or _FILE_LABEL.match(text):
            end = at + 1
        elif page.lines[at].linked or not (words.END.match(text) or words.SOFT_END.match(text)):
            break
    files: dict[str, tuple[int, dict[str, str]]] = {}
    for anchor in page.anchors:
        if anchor.line not in page.file_lines or not span.lo <= anchor.line < end:
            continue
        ending = words.file_ending(anchor.href, anchor.text)
        url = absolute(page, anchor.href) if ending is not None else None
        if url is not None and ending is not None:
            # The same file is often linked twice, by its icon and by its name.
            line, known = files.get(url, (anchor.line, {}))
            name = known.get("name") or anchor.text or anchor.title
            files[url] = (line, {"url": url, "name": name, "type": ending})
    return list(files.values())


def _images(span: Span) -> list[dict[str, str | None]]:
    """Pictures of the body, interface icons left out."""
    page = span.page
    images: list[dict[str, str | None]] = []
    for picture in page.pictures:
        if not span.lo <= picture.line <= span.hi or not _shows(span, picture) or words.is_icon(picture.src):
            continue
        url = absolute(page, picture.src)
        if url is not None and not url.startswith("data:"):
            images.append({"url": url, "alt": picture.alt or None})
    return images


def _shows(span: Span, picture: Picture) -> bool:
    """Whether a picture stands in the body's element, and in front of the line that ends the body."""
    page = span.page
    if not picture.src or not span.holder <= picture.block <= page.blocks[span.holder].last:
        return False
    return picture.line < span.hi or not picture.among


class BodyPipeline(FieldPipeline):
    pull = pull
    counts = ("body",)
