"""Navigations in HTML: items of two levels in, markup in one of several forms out."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """An entry and the entries that hang below it."""

    name: str
    address: str
    below: tuple["Item", ...] = ()


def navigation(form: str, items: Sequence[Item]) -> str:
    """The inside of the navigation."""
    match form:
        case "table":
            cells = "".join(f"<td>{_link(item)}{_below(item, 'div', 'p')}</td>" for item in items)
            return f"<table><tr>{cells}</tr></table>"
        case "terms":
            return "".join(
                f"<dl><dt>{_link(item)}</dt>{''.join(f'<dd>{_link(one)}</dd>' for one in item.below)}</dl>"
                for item in items
            )
        case "line":
            lines = [" | ".join(_link(item) for item in items)]
            lines += [f'<div class="sub">{" ".join(map(_link, item.below))}</div>' for item in items if item.below]
            return "\n".join(lines)
        case "boxes":
            return "".join(f'<div class="m">{_link(item)}{_below(item, "div", "span")}</div>' for item in items)
        case _:
            return "<ul>" + "".join(f"<li>{_link(item)}{_below(item, 'ul', 'li')}</li>" for item in items) + "</ul>"


def _link(item: Item) -> str:
    return f'<a href="{item.address.replace("&", "&amp;")}">{item.name}</a>'


def _below(item: Item, holder: str, element: str) -> str:
    if not item.below:
        return ""
    inner = "".join(f"<{element}>{_link(one)}</{element}>" for one in item.below)
    return f'<{holder} class="sub" style="display:none">{inner}</{holder}>'
