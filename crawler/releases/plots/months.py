"""Articles per month: all of them as bars, and below each column as a row of cells, darker where there are more."""

import math
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, PowerNorm
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from crawler.releases.plots.fonts import drawable
from crawler.releases.plots.month_counts import MonthCounts, Row
from crawler.releases.plots.picture import BLUE, GREY, PALE, RED, say_whose, write_picture

_MAP = LinearSegmentedColormap.from_list("lanmu", ["#ffffff", "#a9c6e6", BLUE, "#0d2f57"])
_LABEL_WIDTH = 24
_MOST_LABELS = 14
# So many bars have room between them.
_WIDE = 72


def draw_months(file: Path, manifest: dict[str, Any], counts: MonthCounts) -> None:
    """Write the picture."""

    def paint(figure: Figure) -> None:
        total, cells = figure.subplots(2, 1, sharex=True, height_ratios=[1.3, 0.27 * len(counts.rows) + 0.25])
        _paint_total(total, counts)
        say_whose(total, manifest)
        _paint_cells(figure, cells, counts)

    write_picture(file, 2.9 + 0.27 * len(counts.rows), paint)


def _paint_total(axes: Axes, counts: MonthCounts) -> None:
    sums = [sum(row.articles[place] for row in counts.rows) for place in counts.places]
    axes.bar(counts.places, sums, width=0.92 if len(sums) <= _WIDE else 1, color=BLUE)
    axes.set_title(_title(counts, sum(sums)))
    axes.set_ylabel("篇", rotation=0, labelpad=10)
    axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    axes.set_ylim(0, max([*sums, 1]) * 1.08)
    axes.tick_params(bottom=False)


def _title(counts: MonthCounts, drawn: int) -> str:
    unit = ("每年", "year") if counts.yearly else ("每月", "month")
    left_out = [f"{counts.undated:,} 篇无日期"] * bool(counts.undated)
    left_out += [f"{counts.outside:,} 篇在此期间之外"] * bool(counts.outside)
    more = f"，另有 {'、'.join(left_out)}" if left_out else ""
    return f"{unit[0]}文章数（{drawn:,} 篇{more}） · articles per {unit[1]}"


def _paint_cells(figure: Figure, axes: Axes, counts: MonthCounts) -> None:
    rows = counts.rows
    values = [[row.articles[place] for place in counts.places] for row in rows]
    # All the rest in one row would leave the others pale.
    most = max(1, *(max(cells) for cells, row in zip(values, rows, strict=True) if row.columns == 1))
    edges = [place - 0.5 for place in (*counts.places, counts.last + 1)]
    heights = [height - 0.5 for height in range(len(rows) + 1)]
    mesh = axes.pcolormesh(edges, heights, values, cmap=_MAP, norm=PowerNorm(0.5, vmin=0, vmax=most))
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xlim(edges[0], edges[-1])
    axes.hlines(heights[1:-1], edges[0], edges[-1], color=PALE, linewidth=0.6)
    axes.spines[["left", "bottom"]].set_color(GREY)
    _label_rows(axes, counts)
    _label_places(axes, counts)
    ticks = sorted({0, *(round(most * share) for share in (0.1, 0.4)), most})
    more = "max" if max(map(max, values)) > most else "neither"
    bar = figure.colorbar(
        mesh, ax=axes, ticks=ticks, extend=more, pad=0.01, fraction=0.03, aspect=max(8, 2 * len(rows))
    )
    bar.outline.set_visible(False)
    bar.ax.set_yticklabels([f"{tick:,}" for tick in ticks])
    _mark_holes(axes, counts)


def _label_rows(axes: Axes, counts: MonthCounts) -> None:
    labels = [f"{drawable(row.name, _LABEL_WIDTH)}{_unread(row)}  {row.articles.total():,}" for row in counts.rows]
    axes.set_yticks(range(len(labels)), labels)
    axes.tick_params(axis="y", length=0)
    for label, row in zip(axes.get_yticklabels(), counts.rows, strict=True):
        if row.unread:
            label.set_color(RED)


def _unread(row: Row) -> str:
    if not row.unread:
        return ""
    return "（未读完）" if row.columns == 1 else f"（{row.unread} 个未读完）"


def _label_places(axes: Axes, counts: MonthCounts) -> None:
    """Years at their Januaries, or months where there are few."""
    places = list(counts.places)
    if counts.yearly or len(places) <= 2 * _MOST_LABELS:
        step = math.ceil(len(places) / _MOST_LABELS)
        ticks = places[::step]
        labels = [counts.name(place) for place in ticks]
    else:
        years = [place for place in places if place % 12 == 0]
        ticks = years[:: math.ceil(len(years) / _MOST_LABELS)]
        labels = [str(place // 12) for place in ticks]
    axes.set_xticks(ticks, labels)


def _mark_holes(axes: Axes, counts: MonthCounts) -> None:
    holes = [(place, height) for height, row in enumerate(counts.rows) for place, count in row.missing.items() if count]
    notes = []
    if holes:
        x, y = zip(*holes, strict=True)
        axes.scatter(x, y, marker="s", s=26, color="white", zorder=3)
        axes.scatter(x, y, marker="x", s=14, linewidths=1.1, color=RED, zorder=4)
        notes.append("× 有列出而未取到的文章 · listed articles that could not be fetched")
    if any(row.unread for row in counts.rows):
        notes.append("未读完：上次未读到栏目末尾 · not read to its end")
    if notes:
        axes.set_xlabel("    ".join(notes), color=RED, loc="left")


def title_without_months(manifest: dict[str, Any]) -> str:
    return f"每月文章数（{manifest['counts']['articles']:,} 篇） · articles per month"
