"""What the flags of an article say, in words; the same is told in docs/fields.md."""

from collections.abc import Mapping
from dataclasses import dataclass

from crawler.health.finding import Words


@dataclass(frozen=True, slots=True)
class Flag:
    """A flag's short name, what it means, and what to do about it."""

    name: Words
    meaning: Words
    todo: Words


FLAGS: Mapping[str, Flag] = {
    "no_title": Flag(
        Words("无标题", "no title"),
        Words("页面上没有找到标题。", "No title was found."),
        Words(
            "打开原页看看；这条记录至少有文字、图片或附件。",
            "Look at the page; there is some text, a picture or a file.",
        ),
    ),
    "no_date": Flag(
        Words("无日期", "no date"),
        Words("页面上没有找到日期。", "No date was found."),
        Words("用列表上的日期；许多页面不印。", "Use the list's day if it is there; many pages print none."),
    ),
    "title_differs_from_list": Flag(
        Words("标题与列表不同", "title differs from the list"),
        Words("文章页与列表页的标题不是一个。", "Page and list page name different titles."),
        Words(
            "列表用短标题时常见；整栏都这样再看。",
            "Common where lists use short titles; look if a whole column does.",
        ),
    ),
    "date_differs_from_list": Flag(
        Words("日期与列表不同", "date differs from the list"),
        Words("文章页与列表页的日期不是一天。", "Page and list page name different days."),
        Words("日期以文章页所印为准。", "The date is what the article page prints."),
    ),
    "date_is_update": Flag(
        Words("是更新时间", "date of update"),
        Words("页面只印了更新时间。", "Only the time of the last update is printed."),
        Words("把日期当作“不晚于”。", "Take the date as “not later than”."),
    ),
    "date_without_year": Flag(
        Words("日期缺年份", "date without year"),
        Words("页面印的日期没有年份。", "The page prints a day without its year."),
        Words("年份存疑，列表无日期时尤其如此。", "Doubt the year, most of all where the list has no day."),
    ),
    "meta_differs": Flag(
        Words("与网页元数据不同", "differs from meta tags"),
        Words("所印的日期或来源与网页元数据不一致。", "The printed day or source isn't the meta tags'."),
        Words("记录取所印的；整栏都这样再看。", "The record has what is printed; look if a whole column does."),
    ),
    "short_body": Flag(
        Words("正文很短", "short text"),
        Words("正文不足 30 字，没有图片，也没有附件。", "Under 30 characters, no pictures, no attachments."),
        Words("打开原页看看：视频、出错页，还是拦截页？", "Look at the page: a video, an error page, a blocked page?"),
    ),
    "mojibake": Flag(
        Words("有乱码", "undecodable bytes"),
        Words("页面有些字节不合任何编码。", "Some bytes of the page fitted no encoding."),
        Words("正文里会有几个 U+FFFD。", "Expect a few U+FFFD in the text."),
    ),
    "rule_error": Flag(
        Words("规则出错", "a rule failed"),
        Words("有一条识别规则在这一页上出错，那个字段为空。", "A rule failed on this page; its field is empty."),
        Words("请把这一页报给 Lanmu。", "Report the page."),
    ),
}
