"""The verdict in one sentence, piece by piece: a page makes a link of each number, all others join the pieces."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from crawler.health.finding import Health, Language, State

# What a number counts: columns; sites of which no column was read; today's articles; findings that are muted.
Counted = Literal["columns", "sites", "new", "changed", "removed", "muted"]


@dataclass(frozen=True, slots=True)
class Piece:
    """Words, or a number with what it counts: of columns and sites those in ``state``, where one is given."""

    text: str
    counted: Counted | None = None
    state: "State | None" = None


def pieces(health: "Health", language: "Language") -> list[Piece]:
    """The sentence; an empty piece is none."""
    return [piece for piece in (_zh(health) if language == "zh" else _en(health)) if piece.text]


def _zh(health: "Health") -> Iterator[Piece]:
    columns, sites, muted = _counts(health)
    yield Piece(f"{columns.total():,}", "columns")
    yield Piece(" 栏目：" if columns else " 栏目")
    yield from _states("columns", columns, "zh")
    if sites:
        yield Piece("；另有 ")
        yield Piece(f"{sites.total():,}", "sites")
        yield Piece(" 个站点没有读到栏目（")
        yield from _states("sites", sites, "zh")
        yield Piece("）")
    yield from _today(health, ("；今日新增 ", " 篇，改动 ", "，撤下 ", ""))
    if muted:
        yield Piece("；")
        yield Piece(f"{muted:,}", "muted")
        yield Piece(" 条已静音")
    yield Piece("。")


def _en(health: "Health") -> Iterator[Piece]:
    columns, sites, muted = _counts(health)
    yield Piece(f"{columns.total():,}", "columns")
    yield Piece((" column" if columns.total() == 1 else " columns") + (": " if columns else ""))
    yield from _states("columns", columns, "en")
    if sites:
        yield Piece("; ")
        yield Piece(f"{sites.total():,}", "sites")
        yield Piece(f" {'site' if sites.total() == 1 else 'sites'} of which no column was read (")
        yield from _states("sites", sites, "en")
        yield Piece(")")
    yield from _today(health, ("; today ", " new, ", " changed, ", " removed"))
    if muted:
        yield Piece("; ")
        yield Piece(f"{muted:,}", "muted")
        yield Piece(" muted")
    yield Piece(".")


def _counts(health: "Health") -> tuple["Counter[State]", "Counter[State]", int]:
    """Columns by state, and sites where no column is known yet; how many findings are muted."""
    columns = Counter(one.state for one in health.columns if one.column is not None)
    sites = Counter(one.state for one in health.columns if one.column is None)
    return columns, sites, sum(finding.muted is not None for finding in health.findings)


def _states(counted: Counted, states: "Counter[State]", language: "Language") -> Iterator[Piece]:
    """``13 fine, 1 blocked``, the best first."""
    comma = "，" if language == "zh" else ", "
    for place, state in enumerate(sorted(states, key=lambda state: state.rank)):
        yield Piece(comma if place else "")
        yield Piece(f"{states[state]:,}", counted, state)
        yield Piece(f" {state.value.said(language)}")


def _today(health: "Health", words: Sequence[str]) -> Iterator[Piece]:
    names: tuple[Counted, ...] = ("new", "changed", "removed")
    for word, name in zip(words, names, strict=False):
        yield Piece(word)
        yield Piece(f"{health.counts.get(name, 0):,}", name)
    yield Piece(words[-1])
