"""One picture of a release: its size, its look, and how it becomes a file of the same bytes each time."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from crawler.releases.card.about import title
from crawler.releases.plots.fonts import drawable, font_name

BLUE, RED, GREY, PALE = "#1f5fa8", "#b8431f", "#6a6a6a", "#e8eef6"
_WIDTH, _DPI = 9.6, 100
_NAME_WIDTH = 36
# As many as a PNG with a palette can have; it halves the file.
_COLOURS = 256

_STYLE: dict[str, Any] = {
    "font.size": 9,
    "axes.titlesize": 11,
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.unicode_minus": False,
    "legend.frameon": False,
    "legend.fontsize": 9,
    # A dollar in a column's name is a dollar.
    "text.parse_math": False,
}


def write_picture(file: Path, height: float, paint: Callable[[Figure], None]) -> None:
    """Write what ``paint`` draws on a figure of so many inches as a PNG; it holds no time and no version."""
    with mpl.rc_context(_STYLE | {"font.family": [font_name()]}):
        figure = Figure(figsize=(_WIDTH, height), dpi=_DPI, layout="constrained")
        canvas = FigureCanvasAgg(figure)
        paint(figure)
        canvas.draw()
        image = (
            Image.frombuffer("RGBA", canvas.get_width_height(), canvas.buffer_rgba())
            .convert("RGB")
            .quantize(_COLOURS, dither=Image.Dither.NONE)
        )
    whole = io.BytesIO()
    image.save(whole, format="PNG", optimize=True)
    file.write_bytes(whole.getvalue())


def say_whose(axes: Axes, manifest: dict[str, Any]) -> None:
    """Name the dataset and the version in a corner, so that a picture that is passed on still says so."""
    whose = f"{drawable(title(manifest), _NAME_WIDTH)} {manifest['version']}"
    axes.set_title(whose, loc="right", color=GREY, fontsize=8)


def write_sentence(file: Path, manifest: dict[str, Any], heading: str, sentence: str) -> None:
    """Write a picture that says why there is nothing to draw."""

    def paint(figure: Figure) -> None:
        axes = figure.subplots()
        axes.set_axis_off()
        axes.set_title(heading)
        say_whose(axes, manifest)
        axes.text(0.5, 0.5, sentence, ha="center", va="center", color=GREY, fontsize=11)

    write_picture(file, 1.4, paint)
