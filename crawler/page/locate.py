"""Where the article stands on its page: the title line, the body window, and the zones between and around them.

``locate`` finds, the field rules decide. The order is the one that measured best (docs/fields.md): the title line is
the anchor; the body runs from it to the first end marker; inside that window the element that carries most of the
prose is the body; what lies between title and body is the head, where sites print date and source.
"""

import re
import unicodedata
from dataclasses import dataclass, field

from crawler.page import words
from crawler.page.dates import normal, printed_dates
from crawler.page.lines import Line, Page

_QUOTES = str.maketrans("“”‘’「」『』", "\"\"''\"\"\"\"")
_CUT = re.compile(r"(?:\.{2,}|…+)$")
_PROSE = re.compile(r"[，。；！？：、,;!?“”《》]")
_SENTENCE_END = re.compile(r"[。！？；…”』」!?;]$")
_SUFFIX = re.compile(r"\s*[-_—|–丨>«»]+\s*")
_HEAD_LABEL = re.compile(rf"^\W{{0,3}}{words.LABEL}\s*[:：丨|]|{words.LABEL}\s*[:：]")


@dataclass(slots=True)
class Found:
    """Line numbers on the first page and the lines of each zone; ``title`` is None where no line is the title."""

    title: str | None = None
    title_rule: str = ""
    head: list[Line] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)
    foot: list[Line] = field(default_factory=list)
    spans: list[tuple[Page, int, int]] = field(default_factory=list)  # page, first and past-the-last body line


def folded(text: str) -> str:
    """``text`` for comparing: NFKC, no white space, one kind of quotes."""
    return "".join(unicodedata.normalize("NFKC", text.translate(_QUOTES)).split())


def same_title(full: str, listed: str) -> bool:
    """Whether a list title names ``full``, be it cut with … or printed whole."""
    listed = folded(listed)
    cut = _CUT.sub("", listed)
    full = folded(full)
    return full == listed or (cut != listed and len(cut) >= 4 and full.startswith(cut))


def locate(pages: list[Page], list_title: str | None = None) -> Found:
    """Find the article on its pages (the first one holds title, date and source)."""
    first = pages[0]
    anchor = _title_line(first, list_title)
    found = Found()
    start = 0
    if anchor is not None:
        at, last, found.title, found.title_rule = anchor
        start = last
    begin, stop = _window(first, start)
    found.head = first.lines[start:begin]
    lo, hi = _body(first, start, begin, stop)
    found.head += [line for line in first.lines[begin:lo] if _is_meta(line)]
    found.foot = first.lines[hi : hi + 8]
    found.spans.append((first, lo, hi))
    path = _path(first, _holder(first, lo, hi))
    for page in pages[1:]:
        found.spans.append((page, *_same_place(page, path, found.title)))
    for page, lo, hi in found.spans:
        found.body += page.lines[lo:hi]
    return found


# The title line


def _title_line(page: Page, list_title: str | None) -> tuple[int, int, str, str] | None:
    """First line, line past the last, text and rule of the title; a title broken over lines is joined."""
    wanted: list[tuple[str, str]] = []
    if list_title:
        wanted.append(("list_title", list_title))
    for name in ("articletitle", "og:title"):
        if page.meta.get(name):
            wanted.append(("meta", page.meta[name]))
    best: tuple[float, int, int, str, str] | None = None
    keys = [folded(line.text) for line in page.lines]
    for rule, text in wanted:
        for at, last in _matches(keys, text):
            score = _closeness(page, last)
            if best is None or score > best[0]:
                best = (score, at, last, _joined(page.lines[at:last]), rule)
        if best is not None and best[0] > 0:
            return best[1:]
    by_head = _begins_head_title(page, keys)
    if by_head is not None:
        return by_head
    if best is not None:
        return best[1:]
    for at, line in enumerate(page.lines):
        if line.tag == "h1" and not line.linked and 4 <= len(line.text) <= 120:
            return at, at + 1, line.text, "h1"
    return None


def _matches(keys: list[str], text: str) -> list[tuple[int, int]]:
    """Runs of one to three lines that are ``text``, or begin with it where it is cut."""
    wanted = folded(text)
    cut = _CUT.sub("", wanted)
    is_cut = cut != wanted and len(cut) >= 4
    runs = []
    for at, key in enumerate(keys):
        if not key or not (cut if is_cut else wanted).startswith(key[: len(cut)]):
            continue
        joined = ""
        for last in range(at, min(at + 3, len(keys))):
            joined += keys[last]
            if joined == wanted or (is_cut and joined.startswith(cut)):
                runs.append((at, last + 1))
                break
            if not wanted.startswith(joined):
                break
    return runs


def _begins_head_title(page: Page, keys: list[str]) -> tuple[int, int, str, str] | None:
    """The longest line that stands in ``<title>``, at its beginning or as one of its parts."""
    title = folded(page.title)
    parts = {folded(part) for part in _SUFFIX.split(page.title)}
    best: tuple[float, int, int] | None = None
    for at, key in enumerate(keys):
        if len(key) < 4 or not (title.startswith(key) or key in parts or (len(key) > 10 and key in title)):
            continue
        last = at + 1
        joined = key
        while last < len(keys) and last < at + 3 and keys[last] and title.startswith(joined + keys[last]):
            joined += keys[last]
            last += 1
        score = len(joined) + _closeness(page, last) * 6
        if page.lines[at].linked >= len(key):
            score -= 20
        if best is None or score > best[0]:
            best = (score, at, last)
    if best is None:
        return None
    _, at, last = best
    return at, last, _joined(page.lines[at:last]), "head_title"


def _closeness(page: Page, last: int) -> float:
    """How near behind line ``last`` a date or a 来源 line follows: 2 next, falling to 0; a link in front of nothing is -1."""
    for distance, line in enumerate(page.lines[last : last + 8]):
        text = normal(line.text)
        if len(text) < 120 and line.linked < len(text) / 2:
            dated = next(printed_dates(text), None)
            if dated is not None or re.search(rf"{words.SOURCE_LABEL}\s*[:：]", line.text):
                return 2 - distance / 4
    return -1 if page.lines[last - 1].linked else 0


def _joined(lines: list[Line]) -> str:
    """Lines as one title: nothing between Chinese characters, a space elsewhere."""
    text = lines[0].text
    for line in lines[1:]:
        glue = "" if _is_cjk(text[-1]) or _is_cjk(line.text[0]) else " "
        text += glue + line.text
    return text


def _is_cjk(char: str) -> bool:
    return ord(char) > 0x2E80


# The body


def _window(page: Page, start: int) -> tuple[int, int]:
    """The lines that may be body: from behind the lines of date and source to the first end marker."""
    lines = page.lines
    begin = start
    for at in range(start, min(start + 14, len(lines))):
        if _is_meta(lines[at]):
            begin = at + 1
        elif len(lines[at].text) > 60 and _PROSE.search(lines[at].text):
            break
    stop = len(lines)
    for at in range(begin, len(lines)):
        if len(lines[at].text) < 60 and words.END.match(lines[at].text):
            stop = at
            break
    return begin, stop


def _is_meta(line: Line) -> bool:
    """A line of date, source, views or tools: short, labelled or interface words only."""
    text = line.text
    if len(text) > 150:
        return False
    if words.TOOLS.match(text) and len(text) < 40:
        return True
    rest = normal(text)
    dated = next(printed_dates(rest), None)
    if dated is not None and len(rest) - (dated.end - dated.start) < 40 and not _SENTENCE_END.search(rest):
        return True
    if len(text) < 100 and _HEAD_LABEL.search(text) and not re.search(r"[。；！？]", text):
        return True
    return bool(words.VIEWS.search(text)) and len(text) < 40


def _weight(line: Line) -> float:
    """How much a line speaks for being prose: its unlinked length, more with punctuation."""
    length = len(line.text) - line.linked * 2
    if length <= 0:
        return length / 4
    marks = len(_PROSE.findall(line.text))
    return length * (0.25 if not marks else 1.0) + marks * 2


def _body(page: Page, start: int, begin: int, stop: int) -> tuple[int, int]:
    """First and past-the-last line of the body inside the window; empty where the article has no text."""
    lines, blocks = page.lines, page.blocks
    totals = [0.0] * len(blocks)
    for at in range(begin, stop):
        totals[lines[at].block] += _weight(lines[at])
    for at in range(len(blocks) - 1, 0, -1):
        totals[blocks[at].parent] += max(totals[at], 0.0)
    main = _main(page, start, begin, stop)
    holder, children = main, _children(page)
    while True:
        kids = [kid for kid in children.get(holder, ()) if blocks[kid].end > begin and blocks[kid].start < stop]
        best = max(kids, key=totals.__getitem__, default=None)
        if best is None or totals[best] < 0.75 * totals[holder] or totals[best] <= 0:
            break
        holder = best
    while holder != main and _adds_only_text(page, holder, blocks[holder].parent, begin, stop):
        holder = blocks[holder].parent
    lo, hi = max(blocks[holder].start, begin), min(blocks[holder].end, stop)
    return _trimmed(page, lo, max(lo, hi))


def _main(page: Page, start: int, begin: int, stop: int) -> int:
    """The smallest block around title and head that also holds what follows them: text or a picture."""
    blocks = page.blocks
    if start == 0:
        return 0
    at = page.lines[max(begin - 1, 0)].block
    while at:
        block = blocks[at]
        texts = any(_weight(line) > 8 for line in page.lines[begin : min(block.end, stop)])
        pictures = any(begin <= picture.line <= min(block.end, stop) for picture in page.pictures if picture.block >= at)
        if block.start < start and block.end > begin and (texts or pictures):
            return at
        if block.start < start and pictures and block.end >= begin:
            return at
        at = block.parent
    return 0


def _children(page: Page) -> dict[int, list[int]]:
    children: dict[int, list[int]] = {}
    for at, block in enumerate(page.blocks[1:], 1):
        children.setdefault(block.parent, []).append(at)
    return children


def _adds_only_text(page: Page, inner: int, outer: int, begin: int, stop: int) -> bool:
    """Whether going up from ``inner`` to ``outer`` adds, inside the window, no list of links and no tools."""
    blocks = page.blocks
    low, high = max(blocks[outer].start, begin), min(blocks[outer].end, stop)
    added = page.lines[low : max(blocks[inner].start, low)] + page.lines[min(blocks[inner].end, high) : high]
    if any(line.linked * 2 > len(line.text) and not _file_line(page, line) for line in added):
        return False
    return not any(words.TOOLS.match(line.text) and len(line.text) < 30 for line in added)


def _file_line(page: Page, line: Line) -> bool:
    return any(
        words.file_ending(anchor.href) for anchor in page.anchors if page.lines[anchor.line : anchor.line + 1] == [line]
    )


def _trimmed(page: Page, lo: int, hi: int) -> tuple[int, int]:
    """Drop lines of date, source, tools and links at both ends."""
    lines = page.lines
    while lo < hi and (_is_meta(lines[lo]) or words.PAGE_LINKS.match(lines[lo].text)):
        lo += 1
    while hi > lo and (
        words.PAGE_LINKS.match(lines[hi - 1].text)
        or (words.TOOLS.match(lines[hi - 1].text) and len(lines[hi - 1].text) < 30)
    ):
        hi -= 1
    return lo, hi


# Further pages


def _holder(page: Page, lo: int, hi: int) -> int:
    """The smallest block that holds lines ``lo`` to ``hi``."""
    if lo >= hi:
        return 0
    at = page.lines[lo].block
    while at and page.blocks[at].end < hi:
        at = page.blocks[at].parent
    return at


def _path(page: Page, block: int) -> list[tuple[str, str]]:
    path = []
    while block > 0:
        node = page.blocks[block].node
        path.append((node.tag, node.get("class") or node.get("id") or ""))
        block = page.blocks[block].parent
    return path


def _same_place(page: Page, path: list[tuple[str, str]], title: str | None) -> tuple[int, int]:
    """The body of a further page: the block at the same place as on the first one, else located anew."""
    if path:
        for at in range(1, len(page.blocks)):
            node = page.blocks[at].node
            if (node.tag, node.get("class") or node.get("id") or "") == path[0] and _path(page, at) == path:
                block = page.blocks[at]
                stop = next(
                    (
                        n
                        for n in range(block.start, block.end)
                        if len(page.lines[n].text) < 60 and words.END.match(page.lines[n].text)
                    ),
                    block.end,
                )
                return _trimmed(page, block.start, stop)
    anchor = _title_line(page, title)
    start = anchor[1] if anchor is not None else 0
    begin, stop = _window(page, start)
    return _body(page, start, begin, stop)
