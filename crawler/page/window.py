"""The body window: which lines of a page are the article's text.

Density alone picks comments, related news or the footer on pages with a short body. So the window is bounded by what
a reader goes by (the lines of date and source above, 责任编辑 and the like below), and density only chooses the element
inside it.
"""

from dataclasses import dataclass

from crawler.page import words
from crawler.page.line_kinds import (
    content_lines,
    is_bare_day,
    is_data,
    is_linked,
    is_meta,
    is_own,
    is_plain_data,
    is_prose,
    is_sentence,
    is_stray,
    weight,
)
from crawler.page.model import Line, Page
from crawler.page.title_line import TitleLine
from crawler.page.trim import trimmed

_HEAD_LINES = 14  # a head is never longer


@dataclass(frozen=True, slots=True)
class Span:
    """Lines ``lo`` to ``hi`` (exclusive) of ``page`` are body, in block ``holder``; none where there is no text."""

    page: Page
    lo: int
    hi: int
    holder: int


def head_end(page: Page, start: int, stop: int | None = None) -> int:
    """The line behind those of date, source and tools that follow the title; none from ``stop`` on is looked at."""
    lines = page.lines
    end, found = start, False
    content = content_lines(page)
    for at in range(start, min(start + _HEAD_LINES, len(lines) if stop is None else stop)):
        text = lines[at].text
        if at < end:
            continue
        if found and (is_own(lines[at]) or is_plain_data(page, lines[at])):
            break
        if (found and at in content) or (words.END.match(text) and len(text) < 60):
            break
        if is_meta(lines[at]):
            end, found = max(end, at + 1, _row_end(page, lines[at])), True
            continue
        if is_sentence(lines[at]):
            break
        # Behind the line of date and source a stray word may stand (a counter, one of many share buttons), but then
        # more of the head must follow at once: the second line of a poem can't be told from a tool otherwise.
        if found and not (is_stray(lines[at]) and any(is_meta(line) for line in lines[at + 1 : at + 3])):
            break
    # A notice may begin with its own times, and print no head at all.
    own = all(is_own(line) and not is_bare_day(line) for line in lines[start:end])
    return start if own else end


def _row_end(page: Page, line: Line) -> int:
    """The line behind the table row of ``line``, where the row is one line of labels and values; else 0."""
    block = page.blocks[line.row]
    few = line.row > 0 and block.end - block.start <= 8
    return block.end if few and sum(len(one.text) for one in page.lines[block.start : block.end]) < 100 else 0


def body_span(page: Page, start: int, begin: int) -> Span:
    """The body behind line ``begin``, where the head that starts at line ``start`` ends."""
    stop = _end_marker(page, begin, len(page.lines))
    main = _main(page, start, begin, stop)
    if not main and stop - start < _HEAD_LINES:
        # 责任编辑 may stand above the body too; then nothing at all lies in front of it.
        begin = min(stop + 1, len(page.lines))
        stop = _end_marker(page, begin, len(page.lines))
        main = _main(page, start, begin, stop)
    holder = _densest(page, main, begin, stop, share=0.75)
    while holder != main and _adds_only_text(page, holder, page.blocks[holder].parent, begin, stop):
        holder = page.blocks[holder].parent
    lo = max(page.blocks[holder].start, begin)
    return Span(page, *trimmed(page, lo, max(lo, min(page.blocks[holder].end, stop))), holder)


def densest_span(page: Page) -> Span:
    """The body of a page that shows no title: nothing bounds it, so the element with most of the page's prose."""
    holder = _densest(page, 0, 0, len(page.lines), share=0.5)
    block = page.blocks[holder]
    return Span(page, *trimmed(page, block.start, _end_marker(page, block.start, block.end)), holder)


def _densest(page: Page, top: int, begin: int, stop: int, share: float) -> int:
    """The innermost block that still carries ``share`` of the prose of the block around it, from ``top`` down."""
    blocks, totals, children = page.blocks, _totals(page, begin, stop), _children(page, top)
    holder = top
    while True:
        kids = [kid for kid in children.get(holder, ()) if blocks[kid].end > begin and blocks[kid].start < stop]
        best = max(kids, key=totals.__getitem__, default=None)
        if best is None or totals[best] < share * totals[holder] or totals[best] <= 0:
            return holder
        holder = best


def same_place(page: Page, span: Span, title: TitleLine | None) -> Span | None:
    """The body of an article's further page: what stands where the first page had it; None if nothing does.

    ``title`` is the title's line on this page: title and head are printed again on every page, or only on the first.
    """
    path = _path(span.page, span.holder)
    if not path or span.lo >= span.hi:
        return None
    places = [at for at in range(1, len(page.blocks)) if _step(page, at) == path[0] and _path(page, at) == path]
    spans = [_inside(page, at, title) for at in places]
    return max(spans, key=lambda place: sum(weight(line) for line in page.lines[place.lo : place.hi]), default=None)


def chosen_span(page: Page, title: TitleLine | None) -> Span | None:
    """The body in the elements that the site file's selector has chosen; None where it has chosen none.

    Where its paragraphs are chosen one by one, it is all from the first to the last.
    """
    chosen = page.chosen.get("body")
    if not chosen:
        return None
    holder = chosen[0] if len(chosen) == 1 else page.blocks[chosen[0]].parent
    while page.blocks[holder].last < chosen[-1]:
        holder = page.blocks[holder].parent
    return _between(page, page.blocks[chosen[0]].start, max(page.blocks[at].end for at in chosen), holder, title)


def _inside(page: Page, at: int, title: TitleLine | None) -> Span:
    """The body inside block ``at``."""
    return _between(page, page.blocks[at].start, page.blocks[at].end, at, title)


def _between(page: Page, lo: int, hi: int, holder: int, title: TitleLine | None) -> Span:
    """The body in lines ``lo`` to ``hi`` (exclusive), behind the title's line and head where they stand in them."""
    start = title.last if title is not None and lo <= title.at < hi else lo
    begin = min(head_end(page, start, hi), hi)
    return Span(page, *trimmed(page, begin, _end_marker(page, begin, hi)), holder)


def _end_marker(page: Page, begin: int, end: int) -> int:
    """The first line from ``begin`` on that says the article is over, else ``end``.

    分享到, 打印, 审核：, 关键词： end it only where no more of its text follows: they stand above and inside it too.
    """
    soft: int | None = None
    text_block: int | None = None
    for at in range(begin, end):
        line = page.lines[at]
        if is_data(page, line):
            continue
        if words.DISCLAIMER.match(line.text) or (len(line.text) < 60 and words.END.match(line.text)):
            return at if soft is None else soft
        if len(line.text) < 80 and words.SOFT_END.match(line.text) and not _inside_notice(page, at):
            soft = at if soft is None else soft
        elif is_prose(line):
            if text_block is None:
                text_block = _text_block(page, line)
            elif soft is not None and not text_block <= line.block <= page.blocks[text_block].last:
                return soft
            soft = None
    return end if soft is None else soft


def _inside_notice(page: Page, at: int) -> bool:
    """主办单位： is the foot of the site where 版权 or ICP follows, and a line of a notice elsewhere."""
    if not words.HOST.match(page.lines[at].text):
        return False
    return not any(words.FOOTER.search(line.text) for line in page.lines[at : at + 3])


def _text_block(page: Page, line: Line) -> int:
    """The element that holds the text ``line`` belongs to: its paragraph's parent, or one divided by ``<br>``."""
    block = page.blocks[line.block]
    return line.block if block.end - block.start > 3 else max(block.parent, 0)


def _totals(page: Page, begin: int, stop: int) -> list[float]:
    """The prose each block carries inside the window. A parent's number is smaller, so one pass backwards adds up."""
    totals = [0.0] * len(page.blocks)
    for line in page.lines[begin:stop]:
        totals[line.block] += weight(line)
    for at in range(len(totals) - 1, 0, -1):
        totals[page.blocks[at].parent] += max(totals[at], 0.0)
    return totals


def _main(page: Page, start: int, begin: int, stop: int) -> int:
    """The smallest block around the head that also holds what follows it: the first prose of the window.

    Where the window has no prose, whatever is there: some text, a picture or an attachment.
    """
    numbers = range(begin, stop)
    first = next((at for at in numbers if is_prose(page.lines[at])), None)
    pictures: list[int] = []
    if first is None:
        texts = (
            at
            for at in numbers
            if weight(page.lines[at]) > 0 and (is_own(page.lines[at]) or not is_meta(page.lines[at]))
        )
        files = (at for at in content_lines(page) if begin <= at < stop)
        first = min([*texts, *files], default=len(page.lines))
        pictures = [p.block for p in page.pictures if begin <= p.line <= stop and not words.is_icon(p.src)]
    at = page.lines[max(begin - 1, 0)].block
    while at:
        block = page.blocks[at]
        if block.start < start and (first < block.end or any(at < picture <= block.last for picture in pictures)):
            return at
        at = block.parent
    return 0


def _children(page: Page, top: int) -> dict[int, list[int]]:
    children: dict[int, list[int]] = {}
    for at in range(top + 1, page.blocks[top].last + 1):
        children.setdefault(page.blocks[at].parent, []).append(at)
    return children


def _adds_only_text(page: Page, inner: int, outer: int, begin: int, stop: int) -> bool:
    """Whether going up from ``inner`` to ``outer`` adds, inside the window, neither a list of links nor tools."""
    blocks = page.blocks
    low, high = max(blocks[outer].start, begin), min(blocks[outer].end, stop)
    added = [*range(low, max(blocks[inner].start, low)), *range(min(blocks[inner].end, high), high)]
    for at in added:
        line = page.lines[at]
        if is_linked(line) and at not in page.file_lines:
            return False
        if words.TOOLS.match(line.text) and len(line.text) < 30 and not is_data(page, line):
            return False
    return True


def _path(page: Page, block: int) -> list[str]:
    path = []
    while block > 0:
        path.append(_step(page, block))
        block = page.blocks[block].parent
    return path


def _step(page: Page, block: int) -> str:
    """What a template calls the block; its tag where it has no name."""
    node = page.blocks[block].node
    return node.get("id") or node.get("class") or str(node.tag)
