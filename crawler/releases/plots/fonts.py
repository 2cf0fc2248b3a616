"""A font with Chinese letters for pictures, found among the system's."""

import functools
from pathlib import Path

from matplotlib import font_manager
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font

from crawler.errors import LanmuError

# By the names of their files, as fonts made of several have no name that every version of matplotlib finds.
# The first is Debian's smallest with all letters of GBK: 2 MB to fetch, 5 MB on the disk.
_FILES = (
    "wqy-microhei.ttc",
    "NotoSansCJK-Regular.ttc",
    "NotoSansSC-Regular.otf",
    "NotoSansCJKsc-Regular.otf",
    "SourceHanSansSC-Regular.otf",
    "SourceHanSansCN-Regular.otf",
    "wqy-zenhei.ttc",
    "DroidSansFallbackFull.ttf",
    "PingFang.ttc",
    "Hiragino Sans GB.ttc",
    "STHeiti Light.ttc",
    "msyh.ttc",
    "simhei.ttf",
)
_SAMPLE = "栏目每月文章数"
_NOT_DRAWN = "□"


def check_font() -> None:
    """Raise :class:`LanmuError` where there is no font for the labels."""
    _found()


@functools.cache
def _found() -> tuple[str, frozenset[int]]:
    """The name of the first of the fonts that is installed, made known to matplotlib, and the letters it has."""
    installed = {Path(path).name: path for path in font_manager.findSystemFonts()}
    for name in _FILES:
        if name in installed:
            letters = frozenset(FT2Font(installed[name]).get_charmap())
            if letters.issuperset(map(ord, _SAMPLE)):
                font_manager.fontManager.addfont(installed[name])
                return str(FontProperties(fname=installed[name]).get_name()), letters
    raise LanmuError("no font with Chinese letters for the plots; install one: apt-get install fonts-wqy-microhei")


def font_name() -> str:
    """The name that matplotlib knows the font by; raises as :func:`check_font`."""
    return _found()[0]


def drawable(text: str, most: int) -> str:
    """A text as the font can draw it, in one line, cut to a width of ``most``; a Chinese letter is 2 wide."""
    letters = _found()[1]
    shown = [char if ord(char) in letters else _NOT_DRAWN for char in " ".join(text.split())]
    width = 0
    for place, char in enumerate(shown):
        width += 1 if char.isascii() else 2
        if width > most:
            return f"{''.join(shown[:place])}…"
    return "".join(shown)
