"""What a pager says in words and in scripts: 共247条记录 1/13页, ``createPageHTML(13,0,"index","html")``."""

import re
from dataclasses import dataclass, replace

from crawler.page.list_groups import is_pager
from crawler.page.model import Line, Page

_N = r"\s*(\d{1,9})\s*"
# Current page and pages, in the orders they are printed.
_CURRENT_OF_PAGES = re.compile(
    rf"(?<![\d/-]){_N}/{_N}页|第{_N}[/页]\D{{0,6}}共{_N}页|第{_N}/{_N}页|当前(?:第|为|是)?{_N}/{_N}|页[次码数]\s*[:：]?{_N}/(?:共)?{_N}"
    rf"|当前(?:第|为|是)?{_N}页\D{{0,6}}共{_N}页|第{_N}页\s*/\s*(?:共)?{_N}页"
)
_PAGES_THEN_CURRENT = re.compile(rf"共{_N}页\D{{0,8}}(?:第|当前(?:第|是|为)?|现在)\D{{0,3}}?{_N}页?")
_PAGES = re.compile(rf"(?:共|总共|总计|合计|分){_N}页|总?页数\s*[:：]{_N}")
_ITEMS = re.compile(
    rf"共(?:有|计)?{_N}(?:条|篇|个?记录|项|则|件|个(?:信息|文章|记录))|{_N}条(?:记录|信息|数据|新闻|文章)|(?<![每页示\d]){_N}条(?!\s*/|\s*每页)|"
    rf"(?:总(?:记录|条|信息)?数?|记录总?数|总共)\s*[:：]{_N}"
)
_SIZE = re.compile(rf"每页(?:显示)?{_N}[条篇项个]|{_N}[条篇]\s*/\s*页")
_CALL = re.compile(
    r"""\bcreate_?page\w{0,20}+\s{0,9}+\(((?:\s{0,99}+(?:\d++|'[^']{0,99}+'|"[^"]{0,99}+")\s{0,99}+,?+){2,12}+)\)""",
    re.IGNORECASE,
)
# Asked first: it is found twenty times faster.
CALLED = re.compile("reate_?[Pp]age")
_ARGUMENT = re.compile(r"""(\d+)|'([^']*)'|"([^"]*)\"""")
_VOCABULARY = re.compile(
    r"首页|[上下前后]一?页|[尾末]页|最后一?页|[第共总页条篇]|记录|信息|数据|转到|跳转|当前|每页|显示|到"
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_ASSIGNED = r"""["']?\s*(?:[:=]|,?\s*value\s*=)\s*["']?\s*(\d{1,9})\b"""
_NUMBERS = {
    "pages": (
        r"(?:count_?pages?|pages?_?count|total_?pages?|all_?pages?|pages_?total|page_?total|max_?page|n_?pagecount|"
        r"total_?page_?(?:num|count))"
    ),
    "items": (
        r"(?:total_?(?:count|records?|rows?|num|size|items?)|records?_?(?:count|total)|row_?count|count_?num|totals?|"
        r"m_?nrecordcount)"
    ),
    "current": r"cur(?:r|rent)?_?page(?:_?(?:no|num|index))?",
    "size": r"(?:(?:m_?n)?page_?size|per_?page|page_?rows|items_per_page|rows_?per_?page|limit)",
}
_VARIABLES = {name: re.compile(rf"(?<![a-z]){words}{_ASSIGNED}", re.IGNORECASE) for name, words in _NUMBERS.items()}
_SCRIPTED = re.compile(r"page|count|total|record", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stated:
    """What is stated of a column's pages; None where nothing is. ``current`` is counted as the site counts.

    ``starts`` is what a variable of the script calls the current page: it may hold just what it begins with, so that
    it tells the first page's number and no other's. ``stem`` and ``ending`` are what a script makes page names of:
    ``index``, ``html``.
    """

    pages: int | None = None
    items: int | None = None
    size: int | None = None
    current: int | None = None
    starts: int | None = None
    by_variable: bool = False  # whether the pages are a variable's, which may hold what it begins with
    stem: str | None = None
    ending: str | None = None


def stated(page: Page) -> Stated:
    """What the page's pager states: in words, else in the call or the variables of its script."""
    words, call = _in_words(page), in_call(page.text)
    found = Stated(
        pages=_first(words.pages, call.pages),
        items=_first(words.items, call.items),
        size=words.size,
        current=_first(words.current, call.current),
        stem=call.stem,
        ending=call.ending,
    )
    if found.pages is None:
        variables = _in_variables(page)
        found = replace(
            found,
            pages=variables.pages,
            by_variable=True,
            items=_first(found.items, variables.items),
            size=_first(found.size, variables.size),
            starts=variables.starts,
        )
    return found


def _first(*numbers: int | None) -> int | None:
    return next((number for number in numbers if number is not None), None)


def _in_words(page: Page) -> Stated:
    # Its parts may stand in elements of their own: 共47条 | 1/3 | 页.
    pagers = [at for at, line in enumerate(page.lines) if is_pager(line.text) and not _is_title(line)]
    near = {n for at in pagers for n in range(at - 2, at + 3)}
    text = " ".join(
        line.spaced for at, line in enumerate(page.lines) if at in near and len(line.text) < 120 and not _is_title(line)
    )
    if not text:
        return Stated()
    current = pages = None
    if match := _CURRENT_OF_PAGES.search(text):
        current, pages = (int(number) for number in match.groups() if number is not None)
    elif match := _PAGES_THEN_CURRENT.search(text):
        pages, current = int(match[1]), int(match[2])
    elif match := _PAGES.search(text):
        pages = _number(match)
    items, size = _ITEMS.search(_SIZE.sub(" ", text)), _SIZE.search(text)
    return Stated(pages, _number(items) if items else None, _number(size) if size else None, current)


def _is_title(line: Line) -> bool:
    """Whether a line is a link that says more than a pager does: 我市出台惠企措施共36条 is a row of the list."""
    return line.linked > 0.4 * len(line.text) and len(_HAN.findall(_VOCABULARY.sub("", line.text))) > 4


def _number(match: re.Match[str]) -> int:
    return next(int(group) for group in match.groups() if group is not None)


def in_call(text: str) -> Stated:
    """``createPageHTML(13, 0, "index", "html")``, or with an element in front and the articles behind.

    The call may stand in a comment, so it is looked for in the text of the page.
    """
    if CALLED.search(text) is None:
        return Stated()
    for match in _CALL.finditer(text):
        numbers: list[tuple[int, int]] = []
        names: list[tuple[int, str]] = []
        for at, (number, single, double) in enumerate(_ARGUMENT.findall(match[1])):
            if number:
                numbers.append((at, int(number)))
            else:
                names.append((at, single or double))
        if len(numbers) < 2:
            continue
        (_, pages), (second, current) = numbers[:2]
        behind = [name for at, name in names if at > second]
        items = next((number for at, number in numbers[2:] if at > second + 2), None)
        stem, ending = (behind[0], behind[1].lstrip(".")) if len(behind) >= 2 else (None, None)
        return Stated(pages=pages, items=items, current=current, stem=stem, ending=ending)
    return Stated()


def _in_variables(page: Page) -> Stated:
    """``var countPage = 13``, ``totalPage: 13``, ``<input id="totalPage" value="13">``."""
    texts = [node.text for node in page.root.iter("script") if node.text and _SCRIPTED.search(node.text)]
    texts += [
        f"{node.get('id') or node.get('name')} value={node.get('value')}"
        for node in page.root.iter("input")
        if (node.get("value") or "").isdigit()
    ]
    text = "\n".join(texts)
    found: dict[str, int] = {}
    for name, pattern in _VARIABLES.items():
        if match := pattern.search(text):
            found[name] = int(match[1])
    return Stated(found.get("pages"), found.get("items"), found.get("size"), starts=found.get("current"))
