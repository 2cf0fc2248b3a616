"""Inline SVG, made of numbers alone: nothing of a crawled page goes in but through ``Markup.format``."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

# A share that is drawn as a short one.
_LITTLE = 0.8
# How tall the mark below a bar is: what is bad is told without colour too.
_MARKS = {"good": 2, "some": 5, "bad": 8}
MARK_ROOM = 12


def sparkline(values: Sequence[int], told: str, width: int = 120, height: int = 24) -> Markup:
    """A line through so many values, the last with a dot; ``told`` is what it says in words."""
    most = max([*values, 1])
    step = width / max(len(values) - 1, 1)
    low, tall = height - 2, height - 4
    points = [(round(place * step, 1), round(low - tall * value / most, 1)) for place, value in enumerate(values)]
    line = " ".join(f"{x:g},{y:g}" for x, y in points)
    dot = points[-1] if points else (0, height)
    return Markup(
        '<svg class="spark" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img" aria-label="{told}">'
        '<polyline points="{line}"/><circle cx="{x}" cy="{y}" r="2"/></svg>'
    ).format(w=width, h=height, told=told, line=line, x=dot[0], y=dot[1])


def bars(values: Sequence[int], marks: Sequence[str], told: str, height: int = 90) -> Markup:
    """A bar for each value, and below it a mark, as :func:`mark_below` draws it."""
    most, step = max([*values, 1]), 10
    shapes = Markup("").join(_bars(values, marks, most, step, height))
    return Markup(
        '<svg class="bars" viewBox="0 0 {w} {h}" preserveAspectRatio="none" role="img" aria-label="{told}">'
        "{shapes}</svg>"
    ).format(w=step * max(len(values), 1), h=height + MARK_ROOM, told=told, shapes=shapes)


def mark_below(kind: str, x: int, y: int, width: int) -> Markup:
    """The mark below a bar whose foot is at ``y``: ``good``, ``some`` or ``bad``; ``""`` is none."""
    if not kind:
        return Markup("")
    return Markup('<rect class="mark {}" x="{}" y="{}" width="{}" height="{}"/>').format(
        kind, x, y + MARK_ROOM - _MARKS[kind], width, _MARKS[kind]
    )


def mark_sample(kind: str) -> Markup:
    """What a mark looks like, for a legend that says it in words."""
    return Markup(
        '<svg class="swatch" viewBox="0 0 {w} {w}" width="{w}" height="{w}" aria-hidden="true">{mark}</svg>'
    ).format(w=MARK_ROOM, mark=mark_below(kind, 0, 0, MARK_ROOM))


def _bars(values: Sequence[int], marks: Sequence[str], most: int, step: int, height: int) -> Iterable[Markup]:
    for place, (value, mark) in enumerate(zip(values, marks, strict=True)):
        tall = round(height * value / most, 1)
        if tall:
            yield Markup('<rect class="bar" x="{}" y="{}" width="{}" height="{}"/>').format(
                place * step + 1, round(height - tall, 1), step - 2, tall
            )
        yield mark_below(mark, place * step + 2, height, step - 4)


def fill(shares: Sequence[float], told: str, height: int = 20) -> Markup:
    """A small bar for each share of 1, in a frame that is full at 1; ``told`` is what they say in words."""
    shapes = Markup("").join(
        Markup(
            '<rect class="frame" x="{x}" y="0" width="8" height="{h}"/><rect class="{kind}" x="{x}" y="{y}" width="8" '
            'height="{tall}"/>'
        ).format(
            x=place * 11, h=height, kind="bar" if share > _LITTLE else "bar short", y=round(height * (1 - share), 1),
            tall=round(height * share, 1),
        )
        for place, share in enumerate(shares)
    )  # fmt: skip
    return Markup(
        '<svg class="fill" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img" aria-label="{told}">{shapes}</svg>'
    ).format(w=11 * len(shares), h=height, told=told, shapes=shapes)
