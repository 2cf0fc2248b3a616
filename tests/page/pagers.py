"""Column pages with pagers of every form, and what is read off them."""

from crawler.page.lines import read_page
from crawler.page.pager import Pager, read_pager

HOME = "http://www.example.gov.cn"
COLUMN = f"{HOME}/dwjs/index.html"
ROWS = "".join(
    f'<li><a href="/dwjs/t20240305_{n}.html">第{n}次队伍建设工作会议召开</a><span>2024-03-05</span></li>'
    for n in range(101, 121)
)


def maybe_pager(markup: str, url: str = COLUMN, number: int = 1, rows: int = 20) -> Pager | None:
    """The pager of a column page with ``markup`` behind its list."""
    page = f"<html><head><title>队伍建设</title></head><body><ul>{ROWS}</ul>{markup}<p>主办：某委</p></body></html>"
    return read_pager(read_page(page.encode(), url), number, rows)


def pager_of(markup: str, url: str = COLUMN, number: int = 1, rows: int = 20) -> Pager:
    pager = maybe_pager(markup, url, number, rows)
    assert pager is not None
    return pager


def addresses(pager: Pager, *numbers: int) -> list[str | None]:
    return [pager.address(number) for number in numbers]


def in_full(name: str) -> str:
    """A name as an address, for columns below /dwjs/."""
    if name.startswith("/"):
        return HOME + name
    return f"{HOME}/dwjs/{name.removeprefix('./')}"


# The numbers of links. Each form makes the pager of page ``at`` of ``pages``; ``name`` is the address of a page.
JEECMS = "location.href=encodeURI('{}');"


def around(at: int, pages: int) -> list[int]:
    return [number for number in range(at - 3, at + 4) if 1 <= number <= pages]


def numbered(names: list[str], at: int) -> str:
    """首页 上一页 1 2 3 … 下一页 尾页, those that lead nowhere dead; the page itself is no link."""
    pages = len(names)

    def turn(label: str, to: int) -> str:
        return f"<a href='{names[to - 1]}'>{label}</a>" if 1 <= to <= pages and to != at else f"<span>{label}</span>"

    links = [turn(str(number), number) for number in around(at, pages)]
    ends = turn("首页", 1) + turn("上一页", at - 1), turn("下一页", at + 1) + turn("尾页", pages)
    return f"<div>{ends[0]} {' '.join(links)} {ends[1]}</div>"


def current_linked(names: list[str], at: int) -> str:
    """As :func:`numbered`, where the page itself and both ends are links to the page itself or to nothing."""
    links = "".join(
        f"<a class={'on' if n == at else 'n'} href='{names[n - 1]}'>{n}</a>" for n in around(at, len(names))
    )
    last = names[-1] if at < len(names) else "#"
    following = names[at] if at < len(names) else "javascript:void(0)"
    before = names[at - 2] if at > 1 else "javascript:;"
    return f"<div><a href='{before}'>&lt;</a>{links}<a href='{following}'>&gt;</a><a href='{last}'>末页</a></div>"


def clicked(names: list[str], at: int) -> str:
    """JEECMS: no addresses in links, a select of pages, dead links at both ends."""
    pages = len(names)

    def turn(label: str, to: int) -> str:
        if 1 <= to <= pages and to != at:
            return f'<a href="javascript:void(0);" onclick="{JEECMS.format(names[to - 1])}">{label}</a>'
        return f'<a disabled="disabled">{label}</a>'

    options = "".join(f"<option value='{name}'>{n}</option>" for n, name in enumerate(names, 1))
    turns = turn("首页", 1) + turn("上一页", at - 1) + turn("下一页", at + 1) + turn("尾页", pages)
    return (
        f"<div>共{pages * 20 - 3}条记录 {at}/{pages}页 {turns} "
        f'第<select onchange="location.href=encodeURI(this.value);">{options}</select>页</div>'
    )


FORMS = {"numbered": numbered, "current linked": current_linked, "clicked": clicked}
# The address of the first page, and of page n with the base 0 or 1.
NAMINGS = {
    "index": ("index.html", "index_{}.html"),
    "folder": ("./", "index_{}.jhtml"),
    "list_12": ("list_12_{}.html", "list_12_{}.html"),
    "list-12": ("list-12-{}.html", "list-12-{}.html"),
    "number": ("2.html", "2_{}.html"),
    "below": ("/dwjs/", "/dwjs/list/{}.shtml"),
    "query": ("?cid=3", "?cid=3&page={}"),
    "query in front": ("list.aspx?pageNo={}&cid=31", "list.aspx?pageNo={}&cid=31"),
    "root": ("/lists/index.html", "/lists/index_{}.html"),
}


def names_of(naming: str, pages: int, base: int) -> list[str]:
    first, further = NAMINGS[naming]
    return [first.format(base), *(further.format(number - 1 + base) for number in range(2, pages + 1))]
