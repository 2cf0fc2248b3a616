"""What makes an article page as large as real ones: a page in, the page with furniture around its article out.

What costs a reader time is elements and attributes rather than bytes: a page filled up with one long script is read in
half the time. So the furniture has the proportions of real pages. 62 saved article pages of about 40 Chinese sites,
each brought to 43,000 bytes, have as medians 348 elements, 65 of them links, 494 attributes, 107 pieces of text and 11
scripts; 41 % of their bytes are attributes, 16 % scripts, 12 % text, 8 % white space, 2 % comments, and gzip makes 26 %
of them. A page of the demo at this size has 363, 68, 492, 107 and 15; 53 %, 19 %, 12 %, 7 %, 2 % and 24 %.
"""

import bisect
import random
from collections.abc import Sequence

from .content import Site
from .markup import Markup
from .platform import Platform
from .spacing import collapse

# Every so many blocks of furniture, one stands above the article.
_ABOVE_EVERY = 3
_ROWS = 2
_STYLE = (
    "float:left;display:block;width:{0}px;height:{1}px;line-height:{1}px;overflow:hidden;color:#{2:06x};"
    "background:#{2:06x} url(/images/{0}_{1}.png) no-repeat;padding:0 10px 0 {0}px"
)
_RULE = ".mod_{0} .hd{{height:{1}px;background:url(/images/mod_{0}/bg.png) no-repeat 0 -{1}px}}"
_HEADINGS = ("图片新闻", "专题专栏", "视频", "热点", "服务大厅", "媒体矩阵", "互动", "公示")
# Lines of script in a block, and the most that fill up what is less than a block.
_STATEMENTS, _MOST_STATEMENTS = 13, 100
_LINKED = 60
_HEAD_END, _BODY_END = "</head>\n<body>", "</body>"


class Padding:
    """Fills article pages of one site up to ``size`` bytes in ``codec``, all with the same furniture."""

    def __init__(self, site: Site, markup: Markup, platform: Platform, codec: str, size: int) -> None:
        self._rng = random.Random(f"padding {site.name}")
        self._codec = codec
        self._size = size
        articles = list(site.articles.values())
        self._links = [
            (markup.text(platform.article(article.ref)), markup.text(collapse(article.flat_title)))
            for article in self._rng.sample(articles, min(_LINKED, len(articles)))
        ]
        self._style = "\n".join(['<style type="text/css">', *(_RULE.format(n, n * 7) for n in range(9)), "</style>"])
        self._blocks: list[str] = []
        # How long a page gets by the first block, the first two, ….
        self._lengths: list[int] = []
        length = self._length(self._style)
        while length < size:
            self._blocks.append(self._block(len(self._blocks)))
            length += self._length(self._blocks[-1])
            self._lengths.append(length)
        self._statements = [self._statement() for _ in range(_MOST_STATEMENTS)]

    def padded(self, html: str) -> str:
        """The page in its furniture, give or take a line of script; one that is as large already stays as it is."""
        room = self._size - self._length(html)
        count = bisect.bisect(self._lengths, room)
        if not count:
            return html
        room -= self._lengths[count - 1]
        above = self._blocks[:count:_ABOVE_EVERY]
        below = [block for place, block in enumerate(self._blocks[:count]) if place % _ABOVE_EVERY]
        head, _, rest = html.partition(_HEAD_END)
        inner, _, end = rest.rpartition(_BODY_END)
        script = _script(self._statements[: room // len(self._statements[0])])
        return "\n".join([head + self._style, _HEAD_END, *above, inner, *below, script, _BODY_END]) + end

    def _length(self, text: str) -> int:
        return len(text.encode(self._codec, "xmlcharrefreplace")) + 1

    def _block(self, number: int) -> str:
        """A box with pictures and links, a script and a comment: 18 elements, 3 links."""
        rng = self._rng
        rows = "\n".join(self._row(place) for place in range(_ROWS))
        mark = f"{rng.getrandbits(40):010x}"
        address, _ = rng.choice(self._links)
        heading = f'<h3><i class="ico ico_{number}"></i>{rng.choice(_HEADINGS)}</h3>'
        more = f'<a href="{address}" target="_blank" style="{self._drawn_style()}">更多</a>'
        return "\n".join((
            f"<!-- {mark} begin: mod_{number}, do not edit, updated by publish task {mark} -->",
            f'<div class="mod_{number} clearfix" id="m_{mark}" data-module="mod_{number}.index.main.{mark}">',
            f'    <div class="hd">{heading}{more}</div>',
            f'    <ul class="pic_list pic_list_{number}">\n{rows}\n    </ul>',
            '    <div class="clear"></div>\n</div>',
            _script([self._statement() for _ in range(_STATEMENTS)]),
        ))  # fmt: skip

    def _row(self, place: int) -> str:
        """A picture and below it a link to an article."""
        rng = self._rng
        address, title = rng.choice(self._links)
        file = f"/upload/images/{rng.randint(2019, 2026)}/{rng.getrandbits(64):016x}/{rng.getrandbits(64):016x}"
        picture = f'<img src="/images/blank.gif" data-original="{file}.jpg" style="{self._drawn_style()}" />'
        link = f'<a href="{address}" title="{title}" target="_blank" style="{self._drawn_style()}">{title}</a>'
        indent = " " * 16
        return "\n".join((
            f'        <li class="item item_{place}">',
            f'            <div class="pic">\n{indent}{picture}</div>',
            f'            <div class="txt">\n{indent}{link}\n{indent}<i class="new"></i></div>\n        </li>',
        ))  # fmt: skip

    def _drawn_style(self) -> str:
        rng = self._rng
        return _STYLE.format(rng.randint(40, 400), rng.randint(12, 240), rng.getrandbits(24))

    def _statement(self) -> str:
        """A line of script; all are of one length."""
        return f'_tj.push(["_set{self._rng.randint(100, 999)}","{self._rng.getrandbits(48):012x}"]);'


def _script(statements: Sequence[str]) -> str:
    return "\n".join(['<script type="text/javascript">', *statements, "</script>"])
