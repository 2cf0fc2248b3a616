"""How a large site arranges what stands around its columns: a profile and a seed in, one choice for everything out."""

import random
from dataclasses import dataclass
from typing import TypeVar

from .markup import Markup
from .profile import Profile

T = TypeVar("T")

_EMPTY = {
    "note": "<p>暂无内容</p>",
    "none_yet": '<div class="nodata">该栏目暂无信息</div>',
    "zero": "<div>共0条</div>",
    "bare": "",
}


@dataclass(frozen=True, slots=True)
class Layout:
    """One choice for everything; ``dropdown``: sub-columns hang below their parent in the navigation.

    ``titles`` are the words above the side boxes: newest, most read, sub-columns.
    """

    nav: str
    dropdown: bool
    texts_in_nav: bool
    tools: str
    home: str
    crumb: str
    crumb_linked: bool
    titles: tuple[str, str, str]
    more: str
    empty: str
    footer: str
    unit_form: str
    friends: str
    print_form: str
    calendar: str
    portal: str
    theme: str

    def nothing(self, markup: Markup) -> str:
        """What stands in an empty column."""
        inner = _EMPTY[self.empty]
        return markup.box("list", inner, "div" if inner else "ul")


def draw(profile: Profile, seed: int) -> Layout:
    """The layout of a site: sites of one seed take different turns at the choices that show most."""
    rng = random.Random(f"layout {profile.name} {seed}")

    def turn(*choices: T) -> T:
        return choices[(profile.turn + seed) % len(choices)]

    def one(*choices: T) -> T:
        return rng.choice(choices)

    return Layout(
        nav=turn("list", "table", "terms", "line", "boxes"),
        dropdown=turn(True, False),
        texts_in_nav=turn(True, True, False),
        tools=turn("left", "right", "bar", "menu"),
        home=one("首页", "首页", "网站首页", "本站首页"),
        crumb=turn("&nbsp;&gt;&nbsp;", " &gt; ", " » ", "&nbsp;/&nbsp;", "&gt;&gt;", " - ", "<i>&gt;</i>"),
        crumb_linked=one(True, True, False),
        titles=turn(
            ("最新新闻", "点击排行", "栏目导航"),
            ("最新更新", "热门文章", "子栏目"),
            ("最新发布", "阅读排行", "栏目列表"),
            ("今日更新", "热点新闻", "本栏目导航"),
            ("最新动态", "一周热点", "信息分类"),
        ),
        more=turn("更多&gt;&gt;", "更多", "MORE+", "查看更多", "更多&gt;"),
        empty=turn("note", "zero", "bare", "none_yet"),
        footer=turn("lines", "table", "list", "one"),
        unit_form=turn("label", "by", "wide_label", "sentence", "english"),
        friends=turn("line", "select", "list"),
        print_form=turn("query", "folder"),
        calendar=one("日历", "信息日历", "按日期查看"),
        portal=turn("headings", "table", "terms"),
        theme=turn("/images/style.css", "/css/common.css", "/static/css/site.css", "/res/main.css"),
    )  # fmt: skip
