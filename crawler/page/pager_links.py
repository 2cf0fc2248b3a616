"""The addresses of a column's further pages, from its pager's links: plain ones, ``onclick``, options of a select."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from lxml import etree

from crawler.page.addresses import is_idle_parameter, is_page_parameter, plain_path
from crawler.page.links import absolute, scripted
from crawler.page.model import Page, squeeze

_NEXT = re.compile(
    r"^\W*(?:下一?[页頁]|后一?页|next(?:\s*page)?)\W*(?:\d+\s*/\s*\d+\W*)?$|^\s*(?:>|›|»)\s*$", re.IGNORECASE
)
_BACK = re.compile(r"^\W*(?:上一?页|前一?页|prev(?:ious)?)\W*$|^\s*(?:<|‹|«)\s*$", re.IGNORECASE)
_LAST = re.compile(r"^\W*(?:尾页|末页|最后一?页|last(?:\s*page)?)\W*$|^\s*(?:>>|»»|>\|)\s*$", re.IGNORECASE)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_NUMBER = re.compile(r"^\W*第?\s*(\d{1,5})\s*页?\W*$")
_CALL = re.compile(r"(?<![.\w])(?!void\b|return\b|alert\b)([A-Za-z_]\w*)\s*\(\s*['\"]?(\d{1,6})['\"]?\s*(?:,[^)]*)?\)")
_BARE = re.compile(r"^(?:[\w./-]*\.(?:[jsx]?html?|jspx?|aspx?|php)|[\w./-]*\?\S+)$", re.IGNORECASE)
_LIST_NAME = re.compile(r"(?:index|default|list|main|more)(?:[-_]?\d++)*+$", re.IGNORECASE)
_PAGED = re.compile(r"(?:[^A-Za-z0-9]|page|list|index|[^A-Za-z]pn?)$", re.IGNORECASE)
# So many numbers say how addresses follow from them. A select may have an option for each of a column's thousand pages,
# on every one of these.
_ENOUGH = 40
_CLICKED = ("a", "option", "span", "li", "button", "input", "em", "td", "div")

Template = Callable[[int], str]


@dataclass(slots=True)
class Turns:
    """Where a pager's links lead. ``numbered``: page number → address; ``calls``: page number → argument of ``call``.

    ``unread`` links lead somewhere that can't be told; those that lead nowhere or to the page itself are not counted.
    ``whole`` is false where links were left out, as there are too many.
    """

    numbered: dict[int, str] = field(default_factory=dict)
    calls: dict[int, int] = field(default_factory=dict)
    call: str | None = None
    last: str | None = None
    last_call: int | None = None
    unread: int = 0
    whole: bool = True


def turns(page: Page, number: int, enough: int = _ENOUGH) -> Turns:
    """The pager's links of page ``number`` (from 1) of a column; behind ``enough`` of them, only the highest."""
    found = Turns()
    highest: tuple[int, str, etree._Element] | None = None
    for node in page.root.iter(*_CLICKED):
        label = _label(node)
        if label is None:
            continue
        to = _page_named(label, number)
        if to is None and not _LAST.match(label):
            continue
        if to is not None and len(found.numbered) + len(found.calls) >= enough:
            found.whole = False
            highest = max(highest or (to, label, node), (to, label, node), key=lambda one: one[0])
        else:
            _add(found, page, to, label, node)
    if highest is not None:
        _add(found, page, *highest)
    return found


def _add(found: Turns, page: Page, to: int | None, label: str, node: etree._Element) -> None:
    """Add the link of ``node`` to page ``to``, or to the last one, by where it leads."""
    address, call = _leads_to(page, node)
    if call is not None:
        found.call = call[0]
        if to is None:
            found.last_call = call[1]
        else:
            found.calls.setdefault(to, call[1])
    elif address is not None and address.partition("#")[0] != page.url.partition("#")[0]:
        if to is None:
            found.last = address
        # A calendar has numbers and arrows too.
        elif not ((_NUMBER.match(label) or not _HAN.search(label)) and not _same_list(page.url, address)):
            found.numbered.setdefault(to, address)
    elif address is None and _is_alive(node):
        found.unread += 1


def template_of(numbered: Mapping[int, str], own: str) -> tuple[Template, int] | None:
    """How addresses follow from page numbers, and what the address's number is ahead of the page's: 0 or -1.

    ``own`` is the address of the page that has the links. None where no number of the addresses runs with the pages.
    """
    # The first page often has an address of its own: /dwjs/ beside index_2.html.
    split = {number: _numbers(address) for number, address in numbered.items() if number > 1}
    example = next(iter(split.values()), None)
    if example is None:
        return None
    places = [
        (at, shift)
        for at in sorted(range(1, len(example), 2), key=lambda at: _rank(example, at))
        for shift in (0, -1)
        if all(
            len(parts) == len(example)
            and int(parts[at]) == number + shift
            and parts[:at] + parts[at + 1 :] == example[:at] + example[at + 1 :]
            for number, parts in split.items()
        )
    ]
    mine = _numbers(own)
    for at, shift in places:
        if len(mine) == len(example) and mine[:at] + mine[at + 1 :] == example[:at] + example[at + 1 :]:
            places = [(at, shift)]
            break
    else:
        # A number in the middle of a word may be there by chance: /pajs/28e324bb.html is no page 2.
        places = [(at, shift) for at, shift in places if len(split) > 2 or _PAGED.search(example[at - 1])]
    if not places:
        return None
    at, shift = places[0]
    before, behind = "".join(example[:at]), "".join(example[at + 1 :])
    return (lambda number: f"{before}{number + shift}{behind}"), shift


def _numbers(address: str) -> list[str]:
    """The address cut at the numbers behind its host: every other part is a number."""
    host = re.match(r"\w+://[^/]*", address)
    end = host.end() if host else 0
    first, *others = re.split(r"(\d+)", address[end:])
    return [address[:end] + first, *others]


def number_in(address: str, template: Template, shift: int) -> int | None:
    """The page number of an address made by the template, or None."""
    before, _, behind = template(-shift + 7_777_777).partition("7777777")
    middle = address.removeprefix(before).removesuffix(behind)
    return int(middle) - shift if address.startswith(before) and middle.isdigit() and len(middle) < 7 else None


def _rank(parts: list[str], at: int) -> tuple[int, int]:
    """Page parameters first, then the later numbers."""
    name = re.search(r"[?&](\w+)=$", parts[at - 1])
    return (0 if name and is_page_parameter(name[1]) else 1, -at)


def _label(node: etree._Element) -> str | None:
    """The short text of an element that may be a pager's link."""
    tag = node.tag
    if tag not in {"a", "option"} and node.get("onclick") is None:
        return None
    if len(node) == 0 and tag != "input":
        text = node.text
    else:
        text = node.get("value") if tag == "input" else "".join(map(str, node.itertext())) if len(node) < 6 else None
    label = squeeze(text or "") or squeeze(node.get("title") or "")
    if not label and "next" in (node.get("class") or "").lower():
        label = "下一页"
    if " " in label and _HAN.search(label):
        label = label.replace(" ", "")  # 下 一 页
    return label if 0 < len(label) <= 12 else None


def _same_list(own: str, address: str) -> bool:
    """Whether an address may be a further page of the list at ``own``: it stands below it, or beside it by its name."""
    mine, other = urlsplit(own), urlsplit(address)
    folder, _, stem = plain_path(mine.path).rpartition("/")
    path, stem = plain_path(other.path), re.sub(r"\.\w+$", "", stem)
    if path == plain_path(mine.path):
        kept = [(name, value) for name, value in parse_qsl(mine.query) if not is_idle_parameter(name, value)]
        return set(kept) <= set(parse_qsl(other.query))
    if mine.path.endswith("/") or "." not in mine.path.rpartition("/")[2]:
        return path.startswith((f"{plain_path(mine.path).rstrip('/')}/", f"{plain_path(mine.path)}_"))
    name = re.sub(r"\.\w+$", "", path.removeprefix(f"{folder}/"))
    if not path.startswith(f"{folder}/"):
        return False
    if stem.isdigit():
        return name.isdigit() or name.startswith((f"{stem}_", f"{stem}-"))
    if _LIST_NAME.match(stem) and (folder or _LIST_NAME.match(name)):
        return True
    return name.startswith(re.sub(r"[-_]?\d+$", "", stem) or stem)


def _page_named(label: str, number: int) -> int | None:
    """The page that a link with this label leads to."""
    if match := _NUMBER.match(label):
        return int(match[1])
    if _NEXT.match(label):
        return number + 1
    return number - 1 if _BACK.match(label) else None


def _leads_to(page: Page, node: etree._Element) -> tuple[str | None, tuple[str, int] | None]:
    """The address a link of the pager leads to, or the function it calls (``""`` if unnamed) with what number."""
    href = (node.get("href") or "").strip()
    script = f"{href if href.lower().startswith('javascript:') else ''} {node.get('onclick') or ''}".strip()
    if node.tag == "option":
        value = (node.get("value") or "").strip()
        return (absolute(page, value) if _BARE.match(value) else None), None
    if script:
        if address := scripted(page, script):
            return address, None
        if call := _CALL.search(script):
            return None, (call[1], int(call[2]))
    if address := absolute(page, href):
        return address, None
    numbers = [value for name, value in node.items() if str(name).startswith("data-") and value.isdigit()]
    return None, ("", int(numbers[0])) if len(numbers) == 1 else None


def _is_alive(node: etree._Element) -> bool:
    """Whether a link without an address may still lead somewhere; pagers print dead ones at both ends."""
    parent = node.getparent()
    about = f"{node.get('class') or ''} {(parent.get('class') or '') if parent is not None else ''}"
    dead = (
        node.get("disabled") is not None or re.search(r"disable|current|active|\bon\b|\bcur\b|now", about) is not None
    )
    return not dead and bool(node.get("onclick") or (node.get("href") or "").strip()) and node.tag != "option"
