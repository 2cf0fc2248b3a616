"""The line below the title: date, source, author and views, in the skin's words and order."""

import datetime as dt

from .content import Article
from .markup import Markup

_DATE_FORMS = {
    "day": "{m:%Y-%m-%d}",
    "day_chinese": "{m.year}年{m.month}月{m.day}日",
    "day_slashed": "{m:%Y/%m/%d}",
    "minute": "{m:%Y-%m-%d %H:%M}",
    "second": "{m:%Y-%m-%d %H:%M:%S}",
    "minute_chinese": "{m.year}年{m:%m}月{m:%d}日 {m:%H:%M}",
    "slashed_second": "{m:%Y/%m/%d %H:%M:%S}",
    # The date over three nodes, as one provincial site prints it.
    "split": "<span>-{m:%Y}-</span><b>{m:%m/%d}</b><i>{m:%H:%M}</i>",
}
_SECONDS = {"second", "slashed_second"}
_MINUTES = {"minute", "minute_chinese", "split"}


def printed_time(form: str, moment: dt.datetime) -> dt.datetime | None:
    """The moment as far as this date form prints it; ``None`` when it prints the day only."""
    if form in _SECONDS:
        return moment
    return moment.replace(second=0) if form in _MINUTES else None


def printed_date(form: str, moment: dt.datetime) -> str:
    """The date in this form."""
    return _DATE_FORMS[form].format(m=moment)


def prints_author(items: tuple[str, ...]) -> bool:
    """Whether the skin prints authors at all."""
    return "author" in items


def meta_line(markup: Markup, article: Article) -> str:
    """The inside of the meta element."""
    skin = markup.skin
    items = {
        "date": _date(markup, article.moment),
        "source": _labelled(markup, skin.source_label, article.source, linked=skin.source_linked),
        "author": _labelled(markup, "作者", article.author),
        "views": _views(markup, article.number),
    }
    shown = [items[item] for item in skin.meta_items if items[item]]
    if skin.font_switch == "meta":
        shown.append('【字体：<a href="#">大</a> <a href="#">中</a> <a href="#">小</a>】')
    opening, closing = {"</span>\n<span>": ("<span>", "</span>"), "</em><em>": ("<em>", "</em>")}.get(
        skin.meta_join, ("", "")
    )
    return f"{opening}{skin.meta_join.join(shown)}{closing}"


def _date(markup: Markup, moment: dt.datetime) -> str:
    form = markup.skin.date_form
    label = "" if form == "split" else f"{markup.skin.date_label}{markup.skin.colon}"
    return label + printed_date(form, moment)


def _labelled(markup: Markup, label: str, value: str | None, *, linked: bool = False) -> str:
    """A label and its value; nothing at all without a label."""
    if value is None:
        return ""
    shown = markup.text(value)
    if linked and value:
        shown = f'<a href="http://source.invalid/" target="_blank">{shown}</a>'
    return f"{label}{markup.skin.colon}{shown}"


def _views(markup: Markup, number: int) -> str:
    skin = markup.skin
    count = f'<span id="views"></span><script>viewCount("{number}");</script>'
    return f"{skin.views_label}{skin.colon}{count if skin.views_by_script else number * 7 % 3000}"
