"""Where in a page a list stands: what a template repeats on every page has one way of names to it."""

import re
from dataclasses import dataclass
from functools import lru_cache

from crawler.page.model import Page
from crawler.page.selectors import elements

ROW_TAGS = frozenset({"li", "tr", "dd", "dt", "p", "article"})
# Classes that mark where a row or a list stands, or that a reader points at it, but not what it is.
_STATE = re.compile(
    r"(?i)(?:.*[-_])?(?:active|cur(?:rent)?|on|off|selected|hover|first|last|odd|even|alt|hide|show|hidden|clear(?:fix)?)"
)


_EMPTY = re.compile(
    r"暂无|没有(?:找到|相关|任何|符合)?(?:的)?(?:内容|信息|数据|记录|文章)|无(?:相关|任何)?(?:内容|数据|记录|信息|文章)|共\s*0\s*[条篇]|"
    r"(?:栏目|内容|数据|信息)(?:正在)?(?:更新|建设|整理)中|no (?:data|records?)",
    re.IGNORECASE,
)


def says_empty(text: str) -> bool:
    """Whether a line says that a list holds nothing: 暂无内容, 共0条."""
    return len(text) < 40 and _EMPTY.search(text) is not None


@dataclass(frozen=True, slots=True)
class Guide:
    """What is known of a site's lists before a page is read.

    ``css`` selects the element that holds the list, where the site file says so. ``place`` is where the list stood on
    the column's first page, ``others`` where links stood there that were not the list: sidebars.
    """

    css: str = ""
    place: str = ""
    others: frozenset[str] = frozenset()


def places(page: Page) -> list[int]:
    """For each block a number, equal for blocks at one place."""
    numbers: dict[tuple[int, str], int] = {}
    found = [0]
    for block in page.blocks[1:]:
        step = _name(block.node.tag, block.node.get("class"), block.node.get("id"))
        found.append(numbers.setdefault((found[block.parent], step), len(numbers) + 1))
    return found


def place(page: Page, block: int) -> str:
    """The names from the root down to a block, the same on every page of a template."""
    steps: list[str] = []
    while block > 0:
        node = page.blocks[block].node
        steps.append(_name(str(node.tag), node.get("class"), node.get("id")))
        block = page.blocks[block].parent
    return " ".join(reversed(steps))


def step(page: Page, block: int) -> str:
    """Tag and class of a block."""
    node = page.blocks[block].node
    return _name(str(node.tag), node.get("class"), None)


def selected(page: Page, css: str) -> list[range]:
    """The blocks inside the elements that ``css`` selects."""
    nodes = set(elements(css, page.root))
    return [range(at, block.last + 1) for at, block in enumerate(page.blocks) if block.node in nodes]


@lru_cache(maxsize=4096)  # a template's names repeat on every page
def _name(tag: str, classes: str | None, identity: str | None) -> str:
    """Tag, class and id; digits count for nothing (list1, list2), nor do states, a row's id, one that is a number."""
    kept = ".".join(word for word in classes.split() if not _STATE.fullmatch(word)) if classes else ""
    if identity and (tag in ROW_TAGS or len(re.findall(r"\d", identity)) > 3):
        identity = None
    return re.sub(r"\d+", "", f"{tag}.{kept}#{identity or ''}")
