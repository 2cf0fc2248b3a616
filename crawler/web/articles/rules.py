"""Which rule read a field, in words; docs/fields.md says how each of them reads."""

from collections.abc import Mapping

from crawler.health.finding import Words

RULES: Mapping[str, Words] = {
    "selector": Words("站点文件指定的位置", "where the site file says"),
    # title
    "title_line": Words("标题行", "the title line"),
    "title_line:selector": Words("标题行，由站点文件指定", "the title line, where the site file says"),
    "title_line:list_title": Words("标题行，与列表标题相符", "the title line, known by the list's title"),
    "title_line:meta": Words("标题行，与元数据相符", "the title line, known by the meta tags"),
    "title_line:head_title": Words("标题行，与网页标题相符", "the title line, known by the page's <title>"),
    "title_line:above_head": Words("标题行，在日期来源之上", "the title line, above date and source"),
    "title_line:heading": Words("标题行，最长的标题元素", "the title line, the longest heading"),
    "head": Words("网页标题（<title>）", "the page's <title>"),
    # date and source
    "labelled": Words("标签之后", "behind its label"),
    "printed": Words("印在标题下，没有标签", "printed below the title, without a label"),
    "split": Words("分几行印出", "printed in several lines"),
    "behind_body": Words("正文之后的标签", "behind a label below the text"),
    "meta": Words("网页元数据", "the meta tags"),
    "json_ld": Words("结构化数据（schema.org）", "structured data (schema.org)"),
    "updated": Words("更新时间", "the time of the last update"),
    "yearless": Words("没有年份的日期", "a day without a year"),
    "relative": Words("相对时间（如 3 小时前）", "a relative time (3 hours ago)"),
    "address": Words("网址里的日期", "the date in the address"),
    "listed": Words("列表页", "the list page"),
    "beside_date": Words("与日期同一行", "in the line of the date"),
    "near_date": Words("日期附近单独一行", "a line of its own near the date"),
    "author_labelled": Words("作者标签之后", "behind a label of authors"),
    # body
    "window": Words("标题与文末之间的正文块", "the text between title and end"),
    "pictures_only": Words("只有图片", "pictures only"),
    "attachments_only": Words("只有附件", "attachments only"),
}


def rule_words(rule: str | None) -> Words:
    """``rule`` as a record names it; None where no rule could read the field."""
    if rule is None:
        return Words("没有规则读到", "no rule could read it")
    if rule in RULES:
        return RULES[rule]
    if rule.endswith(" failed"):
        name = rule.removesuffix(" failed")
        return Words(f"规则 {name} 出错", f"rule {name} failed")
    return Words(rule, rule)
