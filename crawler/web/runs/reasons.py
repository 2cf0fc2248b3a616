"""The reasons of docs/runs.md in few words: why a link was dropped or known, why a page or an article failed."""

from collections.abc import Mapping

from crawler.health.finding import Words

_REASONS: Mapping[str, Words] = {
    # dropped
    "external": Words("外站链接", "leads to another site"),
    "gone": Words("已删除", "deleted"),
    "gone_before": Words("早已删除", "deleted before"),
    "given_up": Words("多次失败，已放弃", "given up after many tries"),
    "other_address": Words("不是文章地址", "no article's address"),
    "robots": Words("robots.txt 不允许", "robots.txt forbids"),
    "same_page": Words("与另一篇完全相同", "the very page of another"),
    "off_site": Words("转到外站", "redirects to another site"),
    "soft_404": Words("页面说已不在", "the page says it isn't there"),
    "moved": Words("转到别的页面", "redirects to no article"),
    "sample": Words("抽样之外", "not in the sample"),
    "redirected_before": Words("以前转到已有文章", "redirected to a known one before"),
    # failed
    "blocked_challenge": Words("反爬验证", "an anti-bot challenge"),
    "blocked_needs_browser": Words("要用浏览器打开", "needs a browser"),
    "timeout": Words("超时", "no answer in time"),
    "refused": Words("拒绝连接", "connection refused"),
    "certificate": Words("https 握手失败", "https can't be agreed on"),
    "unknown_host": Words("域名解析不到", "unknown host"),
    "connection": Words("连接中断", "the connection broke"),
    "cut_off": Words("回答不完整", "the answer was cut off"),
    "bad_answer": Words("回答不合规", "the answer is no HTTP"),
    "retry_after": Words("网站要求等待", "the site asks for a pause"),
    "robots_unreachable": Words("robots.txt 取不到", "robots.txt can't be fetched"),
    "too_large": Words("太大", "too large"),
    "maintenance": Words("系统维护", "under maintenance"),
    "empty_page": Words("空白页", "an empty page"),
    "shared_redirect": Words("多条链接转到同一页", "many links redirect to one page"),
    "not_text": Words("不是文本", "not text"),
    "too_deep": Words("嵌套太深", "nested too deeply"),
    "redirect_loop": Words("循环跳转", "redirects in a circle"),
    "private_address": Words("转到内网地址", "redirects into a private network"),
    "other_scheme": Words("转到非网页地址", "redirects to no web address"),
    "bad_redirect": Words("跳转有误", "a broken redirect"),
    "not_html": Words("不是网页", "not HTML"),
    "pager_not_read": Words("分页读不出", "its pager can't be read"),
    "other_page": Words("给的是另一页", "another page than asked for"),
    "same_as_another_page": Words("与另一页相同", "the same as another page"),
    "no_links": Words("没有列表", "no list"),
    "addresses_not_known": Words("文章地址不认识", "its addresses aren't known"),
    "empty_column": Words("栏目为空", "the column is empty"),
    "kept_changing": Words("列表一直在变", "the list kept changing"),
    "no_article": Words("没有正文", "no article on the page"),
    "not_fetched": Words("没来得及抓", "not fetched before the end"),
    "unknown": Words("原因不明", "unknown"),
}


def reason_words(reason: str | None) -> Words:
    """A reason in words, its own word behind; one that docs/runs.md doesn't name is told as it is."""
    if not reason:
        return Words("", "")
    if reason.startswith("http_"):
        return Words(f"HTTP {reason[5:]}", f"HTTP {reason[5:]}")
    if reason.startswith("error_"):
        return Words(f"程序出错 {reason[6:]}", f"a defect, {reason[6:]}")
    return _REASONS.get(reason, Words(reason, reason))
