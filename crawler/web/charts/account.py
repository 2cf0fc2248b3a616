"""An account as a picture that visibly closes: what was listed above, what became of it below, to one scale."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

_WIDTH, _TALL, _GAP, _LEAST = 1000.0, 26, 4, 3.0


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an account: ``kind`` is its outcome (the picture's class), ``told`` says it in words."""

    kind: str
    count: int
    told: str
    reason: str | None = None


def account_bar(listed: int, parts: Sequence[Part], told: str) -> Markup:
    """The picture; ``told`` is what it says in words. A difference stays open, and is marked."""
    settled = sum(part.count for part in parts)
    most = max(listed, settled, 1)
    shapes = [_rect("listed", 0, 0, _WIDTH * listed / most)]
    at = 0.0
    for part, wide in zip(parts, _widths(parts, _WIDTH * settled / most), strict=True):
        shapes.append(_rect(part.kind, at, _TALL + _GAP, wide, part.told))
        at += wide
    if settled != listed:
        row = _TALL + _GAP if settled < listed else 0
        start = _WIDTH * min(listed, settled) / most
        shapes.append(_rect("open", start, row, _WIDTH - start))
    return Markup(
        '<svg class="sum" viewBox="0 0 {w:g} {h}" preserveAspectRatio="none" role="img" aria-label="{told}">'
        "{shapes}</svg>"
    ).format(w=_WIDTH, h=2 * _TALL + _GAP, told=told, shapes=Markup("").join(shapes))


def swatch(kind: str) -> Markup:
    """The colour of a part, for the list beside the picture."""
    return Markup('<svg class="swatch" viewBox="0 0 10 10" aria-hidden="true">{}</svg>').format(
        Markup('<rect class="{}" width="10" height="10"/>').format(kind)
    )


def _widths(parts: Sequence[Part], whole: float) -> list[float]:
    """To scale, but none so narrow that it can't be seen; all together are ``whole``."""
    count = sum(part.count for part in parts) or 1
    wide = [max(whole * part.count / count, _LEAST) if part.count else 0.0 for part in parts]
    scale = whole / (sum(wide) or 1)
    return [one * scale for one in wide]


def _rect(kind: str, x: float, y: float, wide: float, told: str = "") -> Markup:
    title = Markup("<title>{}</title>").format(told) if told else Markup("")
    return Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}">{}</rect>').format(
        kind, round(x, 1), y, round(wide, 1), _TALL, title
    )
