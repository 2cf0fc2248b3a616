"""The pictures of a release: there for any release, small, the same bytes each time, and without letters that fail."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from handmade import HOSTILE, Row, article, odd_articles, release
from PIL import Image

from crawler.releases.plots.fonts import drawable
from crawler.releases.plots.month_counts import MOST_ROWS, month_counts
from crawler.releases.plots.pictures import check_font, draw

NAMES = ["fields.png", "months.png", "sources.png"]
LONG = "关于进一步加强和改进全市政法系统队伍建设的若干意见" * 3


def spread(number: int, *, columns: int = 1, years: Sequence[int] = (2026,)) -> list[Row]:
    """Articles over columns and months, some without a date."""
    return [
        article(
            place,
            column=f"{place % columns}{LONG if columns > 20 else ''}",
            date=None if place % 97 == 96 else f"{years[place % len(years)]}-{place % 12 + 1:02}-01",
            source=None if place % 3 else f"来源{place % 41}",
        )
        for place in range(number)
    ]


RELEASES = {
    "one": [article(1)],
    "no dates": [article(1, date=None, source=None)],
    "one column": spread(300, years=range(2007, 2027)),
    "300 columns": spread(3_000, columns=300, years=range(1949, 2027)),
    "sites": [article(number, site=f"s{number % 40}", site_name=f"第{number % 40}网") for number in range(200)],
    "odd": odd_articles(),
}


def drawn(folder: Path, articles: Sequence[Row], lost: Sequence[Row] = ()) -> dict[str, bytes]:
    manifest, coverage = release(folder, articles, lost=lost)
    draw(folder, manifest, coverage)
    return {path.name: path.read_bytes() for path in sorted((folder / "plots").iterdir())}


# A letter that the font lacks is a warning of matplotlib, and warnings are errors here.
@pytest.mark.parametrize("name", RELEASES)
def test_any_release_has_its_pictures_and_they_are_small(name: str, tmp_path: Path) -> None:
    articles = RELEASES[name]
    files = drawn(tmp_path, articles, lost=[article(99_999, site=articles[0]["site"], date="2019-05-01")])
    assert list(files) == NAMES
    for file, data in files.items():
        with Image.open(tmp_path / "plots" / file) as image:
            image.load()
            assert image.size[0] == 960
            assert len(image.getcolors(2**20) or ()) > 8
            assert not image.info.keys() & {"Software", "Creation Time", "date"}
        assert len(data) <= 60_000, file


def test_the_same_release_makes_the_same_bytes(tmp_path: Path) -> None:
    articles = spread(200, columns=5)
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    assert drawn(tmp_path / "a", articles) == drawn(tmp_path / "b", articles)


def test_known_holes_are_drawn(tmp_path: Path) -> None:
    articles = spread(200)
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    whole = drawn(tmp_path / "a", articles)
    holes = drawn(tmp_path / "b", articles, lost=[article(9_999, column="0")])
    assert whole["months.png"] != holes["months.png"]
    assert whole["sources.png"] == holes["sources.png"]


def test_the_largest_columns_have_rows_and_the_rest_is_summed(tmp_path: Path) -> None:
    articles = spread(3_000, columns=300, years=range(2007, 2027))
    manifest, coverage = release(tmp_path, articles, lost=[article(9_999, column=articles[0]["column"])])
    counts = month_counts(manifest, coverage)
    assert counts is not None
    assert len(counts.rows) == MOST_ROWS
    assert counts.rows[-1].name == f"其余 {300 - MOST_ROWS + 1} 个"
    assert sum(row.articles.total() for row in counts.rows) + counts.undated + counts.outside == 3_000
    assert sum(row.missing.total() for row in counts.rows) == 1
    assert not counts.yearly
    assert (counts.name(counts.first), counts.name(counts.last)) == ("2007-01", "2026-12")


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (["2026-03-01"], ("2025-04", "2026-03", 0)),
        (["1949-10-01", "1980-01-01", "2026-03-01"], ("1949", "2026", 0)),
        # One of 1970 among 200 of two years would leave them no room.
        (["1970-01-01", *["2025-01-01", "2026-12-31"] * 100], ("2025-01", "2026-12", 1)),
        ([*["2025-01-01", "2026-12-31"] * 100, "2062-01-01"], ("2025-01", "2026-12", 1)),
        (["1900-01-01", "1920-01-01", "2026-03-01"], ("1927", "2026", 2)),
    ],
)
def test_time_is_drawn_as_it_fits(dates: Sequence[str], expected: tuple[str, str, int], tmp_path: Path) -> None:
    counts = month_counts(*release(tmp_path, [article(number, date=date) for number, date in enumerate(dates)]))
    assert counts is not None
    assert (counts.name(counts.first), counts.name(counts.last), counts.outside) == expected


def test_nothing_is_counted_by_month_without_days(tmp_path: Path) -> None:
    assert month_counts(*release(tmp_path, [article(1, date=None)])) is None


def test_labels_are_cut_and_hold_only_letters_that_the_font_has() -> None:
    assert drawable("荆州长安网 𠮷😀\n$x$", 40) == "荆州长安网 □□ $x$"
    assert drawable("队伍建设", 8) == "队伍建设"
    assert drawable("队伍建设ab", 9) == "队伍建设a…"
    assert drawable(HOSTILE, 500).isprintable()


def test_a_font_is_found() -> None:
    check_font()


def test_without_a_font_one_line_says_which_to_install(tmp_path: Path) -> None:
    # As on a machine where matplotlib finds none.
    script = (
        "import matplotlib.font_manager as m; m.findSystemFonts = lambda *a: []\n"
        "from crawler.releases.plots.pictures import check_font\n"
        "check_font()"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=60, check=False
    )
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        "crawler.errors.LanmuError: no font with Chinese letters for the plots; install one: "
        "apt-get install fonts-wqy-microhei"
    )
