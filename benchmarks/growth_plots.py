"""How cost grows, drawn: SVGs that are the same bytes for the same figures."""

import math
from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
from growth_known import Known
from growth_pages import Crawled
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, NullLocator

_STYLE = {
    # The same ids each time, and letters as shapes, so that they look the same everywhere.
    "svg.hashsalt": "lanmu",
    "svg.fonttype": "path",
    "font.family": "DejaVu Sans",  # matplotlib brings it
    "font.size": 9,
    "axes.titlesize": 10,
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": "#e4e4e4",
    "grid.linewidth": 0.6,
    "legend.frameon": False,
    "legend.fontsize": 8,
}
# Nothing that changes while the figures don't.
_METADATA = {"Date": None, "Creator": None}
_INCHES = (8.4, 3.6)
# Colours and markers.
_BLUE, _RED, _GREEN = ("#1f5fa8", "o"), ("#b8431f", "^"), ("#3a7d34", "s")


def pages_svg(file: Path, sizes: Sequence[Crawled]) -> None:
    """Time and memory of a crawl, by the articles of the site."""
    with mpl.rc_context(_STYLE):
        figure, time, memory = _panels()
        x = [one.articles for one in sizes]
        _curve(time, x, [one.cpu for one in sizes], "CPU", _BLUE)
        _curve(time, x, [one.wall for one in sizes], "wall", _GREEN)
        _finish(time, "A crawl without delay", "seconds", "articles of the site")
        _curve(memory, x, [one.rss for one in sizes], "", _BLUE)
        _finish(memory, "Its memory", "peak RSS, MB", "articles of the site")
        time.legend(loc="upper left")
        figure.savefig(file, format="svg", metadata=_METADATA)


def known_svg(file: Path, sizes: Sequence[Known]) -> None:
    """Time and memory of a crawl's start, by the articles that the dataset holds."""
    with mpl.rc_context(_STYLE):
        figure, time, memory = _panels()
        x = [one.articles for one in sizes]
        _curve(time, x, [one.anew for one in sizes], "index made anew", _RED)
        _curve(time, x, [one.first for one in sizes], "lanmu crawl, to its first request", _GREEN)
        _curve(time, x, [one.start for one in sizes], "dataset opened, index at hand", _BLUE)
        _finish(time, "A start on a dataset", "seconds", "known articles")
        _curve(memory, x, [one.anew_rss for one in sizes], "", _RED)
        _curve(memory, x, [one.first_rss for one in sizes], "", _GREEN)
        _curve(memory, x, [one.start_rss for one in sizes], "", _BLUE)
        _finish(memory, "Its memory", "peak RSS, MB", "known articles")
        time.legend(loc="upper left")
        figure.savefig(file, format="svg", metadata=_METADATA)


def _panels() -> tuple[Figure, Axes, Axes]:
    figure = Figure(figsize=_INCHES, layout="constrained")
    left, right = figure.subplots(1, 2)
    return figure, left, right


def _curve(axes: Axes, x: Sequence[float], y: Sequence[float], label: str, look: tuple[str, str]) -> None:
    colour, marker = look
    axes.plot(x, y, color=colour, marker=marker, markersize=5, linewidth=1.4, label=label)


def _finish(axes: Axes, title: str, unit: str, along: str) -> None:
    """Log-log, with a line for what grows in proportion: through the last point of the first curve."""
    lines = axes.get_lines()
    x, y = lines[0].get_data()
    values = [value for line in lines for value in line.get_ydata()]
    axes.plot(x, [y[-1] * at / x[-1] for at in x], color="#8a8a8a", linestyle=(0, (5, 4)), linewidth=1, label="linear")
    axes.set(xscale="log", yscale="log", title=title, ylabel=unit, xlabel=along)
    # Room for the legend above; whole decades, so that a flat curve looks flat.
    axes.set_ylim(10 ** math.floor(math.log10(min(values) / 2)), 10 ** math.ceil(math.log10(max(values) * 2)))
    axes.set_xticks(x)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}"))
        axis.set_minor_locator(NullLocator())
