"""The pictures of a release: articles per month, completeness of the fields, top sources."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from crawler.releases.plots.bars import draw_fields, draw_sources
from crawler.releases.plots.fonts import check_font
from crawler.releases.plots.month_counts import month_counts
from crawler.releases.plots.months import draw_months, title_without_months
from crawler.releases.plots.picture import write_sentence

__all__ = ["check_font", "draw"]

FOLDER = "plots"


def draw(folder: Path, manifest: dict[str, Any], coverage: Iterable[dict[str, Any]]) -> None:
    """Write ``plots/`` into a release's folder, given the rows of its table ``coverage``.

    The same release gives the same bytes. Raises :class:`LanmuError` where there is no font.
    """
    plots = folder / FOLDER
    plots.mkdir(exist_ok=True)
    counts = month_counts(manifest, coverage)
    if counts is None:
        nothing = "没有一篇文章带日期 · no article has a date"
        write_sentence(plots / "months.png", manifest, title_without_months(manifest), nothing)
    else:
        draw_months(plots / "months.png", manifest, counts)
    draw_fields(plots / "fields.png", manifest)
    draw_sources(plots / "sources.png", manifest)
