"""The charts of one column: articles beside what is usual, and shares that fill a bar."""

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from crawler.web.charts.bars import MARK_ROOM, mark_below

_STEP, _TALL = 10, 90
_SHARE_TALL = 48


def banded(values: Sequence[int], usual: Sequence[tuple[int, int]], marks: Sequence[str], told: str) -> Markup:
    """A bar for each value in front of its usual range, and below it a mark, as :func:`mark_below` draws it."""
    most = max([*values, *(high for _, high in usual), 1])
    shapes = Markup("").join(_banded(values, usual, marks, most))
    return Markup(
        '<svg class="bars" viewBox="0 0 {w} {h}" preserveAspectRatio="none" role="img" aria-label="{told}">'
        "{shapes}</svg>"
    ).format(w=_STEP * max(len(values), 1), h=_TALL + MARK_ROOM, told=told, shapes=shapes)


def _banded(
    values: Sequence[int], usual: Sequence[tuple[int, int]], marks: Sequence[str], most: int
) -> Iterator[Markup]:
    for place, (value, (low, high), mark) in enumerate(zip(values, usual, marks, strict=True)):
        top, bottom = (round(_TALL * (1 - each / most), 1) for each in (high, low))
        # A range of nothing but 0 is still seen, as a line.
        yield Markup('<rect class="band" x="{}" y="{}" width="{}" height="{}"/>').format(
            place * _STEP, min(top, _TALL - 1), _STEP, max(bottom - top, 1)
        )
        if value:
            tall = round(_TALL * value / most, 1)
            kind = "bar more" if value > high else "bar"
            yield Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>').format(
                kind, place * _STEP + 2, round(_TALL - tall, 1), _STEP - 4, tall
            )
        yield mark_below(mark, place * _STEP + 2, _TALL, _STEP - 4)


def stacked(rows: Sequence[Sequence[int]], kinds: Sequence[str], told: str) -> Markup:
    """A bar for each row, parted as its numbers are; ``kinds`` are the classes of the parts, from below."""
    shapes = Markup("").join(_stacked(rows, kinds))
    return Markup(
        '<svg class="stack" viewBox="0 0 {w} {h}" preserveAspectRatio="none" role="img" aria-label="{told}">'
        "{shapes}</svg>"
    ).format(w=_STEP * max(len(rows), 1), h=_SHARE_TALL, told=told, shapes=shapes)


def _stacked(rows: Sequence[Sequence[int]], kinds: Sequence[str]) -> Iterator[Markup]:
    for place, row in enumerate(rows):
        total, below = sum(row), 0
        for kind, count in zip(kinds, row, strict=True):
            if count:
                low, high = (round(_SHARE_TALL * (1 - part / total), 2) for part in (below, below + count))
                yield Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>').format(
                    kind, place * _STEP + 1, high, _STEP - 2, round(low - high, 2)
                )
            below += count


def swatch(kind: str) -> Markup:
    """What a class looks like, for a legend that says it in words."""
    return Markup(
        '<svg class="swatch" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">'
        '<rect class="{}" width="12" height="12"/></svg>'
    ).format(kind)
