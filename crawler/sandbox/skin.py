"""How a site's pages look: a seed in, one choice for everything that differs between real sites out."""

import dataclasses
import random
from dataclasses import dataclass
from typing import Any

# Class or id names seen for each role on sites of this kind; one is drawn for each.
_NAMES = {
    "top": ("top", "header", "head_wrap", "banner"),
    "nav": ("nav", "menu", "dh", "daohang"),
    "crumb": ("dqwz", "location", "position", "weizhi", "crumbs"),
    "page": ("w1000", "wrap", "main_area", "container", "zt"),
    "main": ("left", "fl", "lm_left", "col_a", "leftbox", "zuo"),
    "side": ("right", "fr", "lm_right", "col_b", "rightbox", "you"),
    "side_title": ("tit", "bt", "h_title", "side_t"),
    "side_list": ("news_list", "list", "ul_s", "xwlb", "txt_list"),
    "article": ("article", "show", "box", "nr_box", "detail", "kuang"),
    "title": ("title", "biaoti", "bt1", "news_title", "art_t", "arti_title"),
    "meta": ("msgbar", "info", "xinxi", "laiyuan", "sub", "arti_metas"),
    "body": ("content", "con", "txt", "newsContent", "wenzi", "nr", "art_body", "c_c1"),
    "foot_of_article": ("bottom_info", "afterword", "pageinfo", "tool2"),
    "pages": ("fenye", "pagebar", "page_num", "num"),
    "related": ("xgxw", "related", "relate_list", "box2"),
    "list_title": ("lm_title", "column_t", "title_l", "lanmu"),
    "list": ("news_list", "list", "lb", "list_con", "gl_list", "c_list"),
    "row": ("li", "item", "row", "r1"),
    "date": ("time", "date", "rq", "fr1", "sj"),
    "pager": ("pager", "fy", "page_box", "pg"),
    "links": ("yqlj", "flink", "links"),
    "foot": ("foot", "footer", "bottom", "copyright"),
}


@dataclass(frozen=True, slots=True)
class Skin:
    """One choice for everything the pages of one site may do differently."""

    names: dict[str, str]
    ids: frozenset[str]
    charset: str
    doctype: str
    charset_header: bool
    early_end: bool
    frame: str
    stack: str
    depth: int
    side_first: bool
    side_dates: bool
    crumb_label: str
    crumb_end: str
    title_element: str
    page_title: str
    meta_tags: bool
    meta_tags_differ: bool
    meta_items: tuple[str, ...]
    meta_join: str
    colon: str
    date_label: str
    date_form: str
    source_label: str
    source_linked: bool
    views_label: str
    views_by_script: bool
    font_switch: str
    tools: bool
    share: bool
    body_form: str
    blank_lines: bool
    named_entities: bool
    caption_form: str
    cell_paragraphs: bool
    attachments_form: str
    editor_form: str
    disclaimer_inside: bool
    neighbours: bool
    head_on_each_page: bool
    pages_inside: bool
    rows_per_page: int
    row_form: str
    row_groups: bool
    row_date: str
    row_date_first: bool
    row_link: str
    row_cut: int
    row_cut_mark: str
    row_titles: int
    pin_mark: str
    list_heading: bool


def draw(seed: int | str) -> Skin:
    """The skin of this seed; sites have theirs from their name and the seed together."""
    rng = random.Random(f"skin {seed}")
    one, maybe = rng.choice, rng.random
    meta_items = one((
        ("date", "source", "author", "views"), ("date", "author", "source", "views"),
        ("author", "source", "date", "views"), ("source", "author", "date"), ("source", "date", "views"),
        ("date", "source"),
    ))  # fmt: skip
    return Skin(
        names={role: one(names) for role, names in _NAMES.items()},
        ids=frozenset(rng.sample(("main", "body", "list", "side", "pager", "article"), rng.randint(0, 3))),
        charset="utf-8",
        doctype=one(("html",
                     'html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "xhtml1-transitional.dtd"')),
        charset_header=maybe() < 0.5,
        early_end=maybe() < 0.15,
        frame=one(("div", "div", "table")),
        stack=one(("div", "div", "table", "dl", "ul")),
        depth=rng.randint(0, 3),
        side_first=maybe() < 0.4,
        side_dates=maybe() < 0.5,
        crumb_label=one(("您的位置: ", "您的位置：", "当前位置：", "您现在的位置：")),
        crumb_end=one(("", "", " > 正文", " > 内容")),
        title_element=one(("h1", "h2", "h3", "div", "strong", "plain")),
        page_title=one(("{title}-{column}-{site}", "{title}_{site}", "{title}-{site}", "{site} {title}",
                        "{site}", "{title} | {column}")),
        meta_tags=maybe() < 0.4,
        meta_tags_differ=maybe() < 0.4,
        meta_items=meta_items,
        meta_join=one(("&nbsp;&nbsp;", " ", "　", "</span>\n<span>", "&nbsp;|&nbsp;", "</em><em>")),
        colon=one((":", "：", "： ", "：&nbsp;")),
        date_label=one(("发布时间", "发布日期", "时间", "日期", "发表时间")),
        date_form=one(("day", "day_chinese", "day_slashed", "minute", "second", "minute_chinese", "split",
                       "split", "slashed_second")),
        source_label=one(("来源", "信息来源", "稿件来源", "来源于", "文章来源")),
        source_linked=maybe() < 0.15,
        views_label=one(("浏览次数", "点击数", "阅读", "点击")),
        views_by_script=maybe() < 0.5,
        font_switch=one(("none", "meta", "below")),
        tools=maybe() < 0.5,
        share=maybe() < 0.4,
        body_form=one(("nbsp", "wide", "indent", "br", "divs", "word")),
        blank_lines=maybe() < 0.3,
        named_entities=maybe() < 0.3,
        caption_form=one(("centred", "figure", "class_caption", "class_tu")),
        cell_paragraphs=maybe() < 0.4,
        attachments_form=one(("lines", "one_line", "numbered_label", "after")),
        editor_form=one(("inside", "after", "right")),
        disclaimer_inside=maybe() < 0.3,
        neighbours=maybe() < 0.6,
        head_on_each_page=maybe() < 0.6,
        pages_inside=maybe() < 0.3,
        rows_per_page=one((15, 18, 20, 20, 24)),
        row_form=one(("li", "li", "tr", "dd", "div")),
        row_groups=maybe() < 0.4,
        row_date=one(("dashed", "dashed", "month_day", "slashed", "chinese", "bracketed")),
        row_date_first=maybe() < 0.5,
        row_link=one(("rooted", "rooted", "relative", "absolute")),
        row_cut=rng.randint(16, 24),
        row_cut_mark=one(("…", "...", "……")),
        row_titles=rng.randint(0, 1),
        pin_mark=one(("[置顶]", "<i>置顶</i>", "<b>【顶】</b>")),
        list_heading=maybe() < 0.8,
    )  # fmt: skip


def renamed(skin: Skin, body: str = "", *, by_id: bool = False, **changes: Any) -> Skin:
    """The skin with other values, and with another class or id of the article's body."""
    if body:
        ids = skin.ids - {"body"} | ({"body"} if by_id else set())
        changes |= {"names": skin.names | {"body": body}, "ids": ids}
    return dataclasses.replace(skin, **changes)
