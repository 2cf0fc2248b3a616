"""How full the fields are, and which sources are named most, as bars."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.container import BarContainer
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter

from crawler.releases.plots.fonts import drawable
from crawler.releases.plots.picture import BLUE, GREY, PALE, say_whose, write_picture, write_sentence

_LABEL_WIDTH = 36
_SOURCES = "最多的来源 · top sources"


def draw_fields(file: Path, manifest: dict[str, Any]) -> None:
    """Write how many articles have each field, in the order of the fields."""
    fields = manifest["fields"]
    shares = [entry["share"] for entry in fields.values()]

    def paint(figure: Figure) -> None:
        axes = figure.subplots()
        axes.barh(range(len(shares)), [1] * len(shares), height=0.72, color=PALE)
        _bars(axes, list(fields), shares)
        for height, entry in enumerate(fields.values()):
            axes.text(1.09, height, _percent(entry, manifest), ha="right", va="center", color=GREY, fontsize=8)
        axes.set_title(f"字段完整度（{manifest['counts']['articles']:,} 篇） · field completeness")
        say_whose(axes, manifest)
        axes.set_xlim(0, 1.1)
        axes.set_xticks([0, 0.25, 0.5, 0.75, 1])
        axes.xaxis.set_major_formatter(PercentFormatter(1, 0))

    write_picture(file, 0.8 + 0.2 * len(shares), paint)


def _percent(entry: dict[str, Any], manifest: dict[str, Any]) -> str:
    """Never rounded to all or to none where it is neither."""
    filled, share = entry["filled"], entry["share"]
    if filled and share < 0.001:
        return "<0.1%"
    if filled < manifest["counts"]["articles"] and share > 0.999:
        return ">99.9%"
    return f"{share:.1%}".replace(".0%", "%")


def draw_sources(file: Path, manifest: dict[str, Any]) -> None:
    """Write the sources that most articles name."""
    top = manifest["sources"]["top"]
    if not top:
        write_sentence(file, manifest, _SOURCES, "没有一篇文章标明来源 · no article names a source")
        return
    counts = [count for _, count in top]
    without = manifest["counts"]["articles"] - manifest["fields"]["source"]["filled"]

    def paint(figure: Figure) -> None:
        axes = figure.subplots()
        bars = _bars(axes, [drawable(name, _LABEL_WIDTH) for name, _ in top], counts)
        axes.bar_label(bars, [f"{count:,}" for count in counts], padding=3, color=GREY, fontsize=8)
        axes.set_title(
            f"最多的来源（{len(top)} / {manifest['sources']['distinct']:,}，{without:,} 篇无来源） · top sources"
        )
        say_whose(axes, manifest)
        axes.set_xlim(0, max(counts) * 1.12)
        axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
        axes.set_xlabel("篇")

    write_picture(file, 1.1 + 0.24 * len(top), paint)


def _bars(axes: Axes, labels: Sequence[str], values: Sequence[float]) -> BarContainer:
    """Bars from the top down, with labels at their left."""
    bars = axes.barh(range(len(values)), values, height=0.72, color=BLUE)
    axes.set_yticks(range(len(labels)), labels)
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    return bars
