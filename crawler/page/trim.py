"""What is cut off both ends of a body: heads, tools, particulars and sources that stand inside its element."""

from crawler.page import words
from crawler.page.line_kinds import (
    content_lines,
    is_bare_label,
    is_link_line,
    is_meta,
    is_own,
    is_plain_data,
    is_tail,
    is_tool,
)
from crawler.page.model import Line, Page


def trimmed(page: Page, lo: int, hi: int) -> tuple[int, int]:
    """Drop lines of date, source, tools and page numbers at both ends, and a table of particulars above the text."""
    lines, content = page.lines, content_lines(page)
    while lo < hi:
        particulars = _particulars_end(page, lines[lo])
        if particulars:
            lo = min(particulars, hi)
        elif is_own(lines[lo]) or is_plain_data(page, lines[lo]) or lo in content:
            break
        elif is_tool(lines[lo]) or is_meta(lines[lo]):
            lo += 1
        else:
            break
    while hi > lo and _is_behind(page, hi - 1, content):
        hi -= 1
    return lo, hi


def _is_behind(page: Page, at: int, content: set[int]) -> bool:
    """Whether line ``at``, as last one, is no part of the body."""
    line = page.lines[at]
    if is_tool(line) or is_tail(line) or is_bare_label(page, at):
        return True
    return at not in content and is_link_line(line)


def _particulars_end(page: Page, line: Line) -> int:
    """The line behind the table of particulars (索引号, 发文日期, 文号 …) that ``line`` stands in; 0 if in none."""
    table = line.row
    while table > 0 and page.blocks[table].node.tag != "table":
        table = page.blocks[table].parent
    block = page.blocks[table]
    if table <= 0 or block.end - block.start > 40:
        return 0
    lines = page.lines[block.start : block.end]
    rows = [one.row for one in lines if words.PARTICULARS.match("".join(one.text.split()))]
    # A list of documents has 文号 and 文件名称 in its head row alone.
    labels = len(rows) if len(set(rows)) > 1 or len(lines) <= 8 else 0
    return block.end if labels >= 2 else 0
