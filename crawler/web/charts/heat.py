"""Sixty days of many columns, a row each: articles by shade, what went wrong by a sign that needs no colour."""

from collections.abc import Sequence

from markupsafe import Markup

# From so many articles on, a cell has the next shade.
SHADES = (1, 2, 4, 8)
# What a cell's sign says of its day; "" is a day that was read whole.
MARKS = ("incomplete", "blocked", "not_run")
_WIDE, _HIGH = 12, 20
_WEEK = 7
# A date is as wide as so many cells.
_ROOM = 2


def shade(articles: int) -> int:
    """0 for none, to 4."""
    return sum(articles >= least for least in SHADES)


def heat_row(articles: Sequence[int], marks: Sequence[str], told: str) -> Markup:
    """A cell a day, drawn as one path a shade and a sign; ``told`` is what the row says in words."""
    shades = ["" for _ in range(len(SHADES) + 1)]
    signs = dict.fromkeys(MARKS, "")
    for place, (count, mark) in enumerate(zip(articles, marks, strict=True)):
        x = place * _WIDE
        if number := shade(count):
            shades[number] += f"M{x} 0h{_WIDE - 1}v{_HIGH}h-{_WIDE - 1}z"
        if mark:
            signs[mark] += _sign(mark, x)
    paths = Markup("").join(
        Markup('<path class="{}" d="{}"/>').format(kind, path)
        for kind, path in [*((f"shade{number}", path) for number, path in enumerate(shades)), *signs.items()]
        if path
    )
    return Markup(
        '<svg class="heat" viewBox="0 0 {w} {h}" width="{w}" height="{h}" preserveAspectRatio="none" role="img" '
        'aria-label="{told}">{paths}</svg>'
    ).format(w=_WIDE * len(articles), h=_HIGH, told=told, paths=paths)


def heat_axis(days: Sequence[str]) -> Markup:
    """The head of the rows: a date a week, ending with the last day."""
    words = Markup("").join(
        Markup('<text x="{}" y="12" text-anchor="end">{}</text>').format((place + 1) * _WIDE, days[place][5:])
        for place in range((len(days) - 1) % _WEEK, len(days), _WEEK)
        if place >= _ROOM
    )
    return Markup(
        '<svg class="axis" viewBox="0 0 {w} 16" width="{w}" height="16" aria-hidden="true">{words}</svg>'
    ).format(w=_WIDE * len(days), words=words)


def heat_sample(articles: int, mark: str = "") -> Markup:
    """One cell, for the legend; the words beside it say what it is."""
    return Markup(
        '<svg class="sample" viewBox="0 0 {w} {h}" width="{w}" height="{h}" aria-hidden="true">'
        '<path class="frame" d="{cell}"/><path class="shade{shade}" d="{cell}"/><path class="{mark}" d="{sign}"/></svg>'
    ).format(
        w=_WIDE,
        h=_HIGH,
        cell=f"M0 0h{_WIDE - 1}v{_HIGH}h-{_WIDE - 1}z",
        shade=shade(articles),
        mark=mark,
        sign=_sign(mark, 0) if mark else "",
    )


def _sign(mark: str, x: int) -> str:
    """Hatching, a cross or a dot."""
    right = x + _WIDE - 1
    if mark == "incomplete":
        return f"M{x} 6L{x + 6} 0M{x} 13L{right} 2M{x} 20L{right} 9M{x + 5} 20L{right} 15"
    if mark == "blocked":
        return f"M{x + 1} 4L{right - 1} 16M{right - 1} 4L{x + 1} 16"
    return f"M{x + 4} 10h3"
