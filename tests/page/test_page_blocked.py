"""Pages that are kept from us: challenges of any kind, and shells that only a browser fills; and what only looks so."""

import gzip
from pathlib import Path

import pytest
from small_site import TEXT, article_html, page_html

from crawler.page.blocked import blocked, is_challenge, is_notice
from crawler.page.lines import UnreadableError, read_page

# Real stubs belong to those who made them, so they lie beside the repository.
CHALLENGES = Path(__file__).parents[2] / ".." / "shared" / "pages" / "challenges"


def kind(markup: str) -> str | None:
    return blocked(read_page(markup.encode(), "http://www.example.gov.cn/"))


def stub(head: str, body: str = "") -> str:
    return f'<!DOCTYPE html><html><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'


# Invented after real ones: what is in them is ours.
STUBS = {
    "瑞数": stub(
        f"""<meta content="{"aB3.x_9" * 20}" r="m"><!--[if lt IE 9]><script r='m'>document.createElement("section")"""
        f"""</script><![endif]--><script r='m'>$_ts=window['$_ts'];if(!$_ts)$_ts={{}};$_ts.nsd=1234;"""
        f"""$_ts.cd="{"q3Kx" * 90}";</script>""",
        '<input type="hidden" id="__onload__" name="x" value="y">',
    ),
    "瑞数, unquoted": stub("<script type='text/javascript'>$_ss = {}; $_ss.nsd = 12; $_ss.cd = 'qEN'</script>"),
    "加速乐": "<script>document.cookie=('_')+('_')+('j');__jsl_clearance_s=17;location.href=location.pathname</script>",
    "加速乐, cookie": "<script>document.cookie='__jsl_clearance=1719300000.12|0|abc';location.reload()</script>",
    "阿里": f"<html><script>var arg1='{'0A1B2C3D4E5F' * 4}';setCookie('acw_sc__v2', f(arg1))</script></html>",
    "Cloudflare": stub("<title>Just a moment...</title><script>window._cf_chl_opt={cvId:'3'}</script>"),
    "云锁": stub("<script>var cookie='yunsuo_session_verify=1'</script>"),
    "words": stub("", "<h1>您的访问行为存在异常</h1><p>请完成安全验证后继续访问</p>"),
    "too many": stub("", "<p>访问过于频繁，请稍后再试</p>"),
    "firewall": stub("", "<h2>网站防火墙</h2><p>您的请求带有不合法参数，已被网站管理员设置拦截！</p>"),
    "check": stub("", "<p>浏览器安全检查中，请稍候…</p>"),
}
SHELLS = {
    "app": stub('<script defer src="/js/app.8d1f.js"></script>', '<div id="app"></div>'),
    "noscript": stub(
        "",
        "<noscript><b>请启用 JavaScript 后继续</b></noscript><div id=app></div><script src=/js/chunk.js></script>",
    ),
    "root": stub(
        "", '<div class="x" id="root"></div><script>window.config={}</script><script src="/static/main.js"></script>'
    ),
    "loading": stub("", '<div id="app"><div class="loading">加载中…</div></div><script src="/js/app.js"></script>'),
    "next": stub("", '<div id="__next"></div><script src="/_next/static/chunks/main.js"></script>'),
}


@pytest.mark.parametrize("name", STUBS)
def test_a_challenge_is_told(name: str) -> None:
    assert kind(STUBS[name]) == "blocked_challenge"
    assert is_challenge(STUBS[name])


@pytest.mark.parametrize("name", SHELLS)
def test_a_shell_needs_a_browser(name: str) -> None:
    assert kind(SHELLS[name]) == "blocked_needs_browser"
    assert not is_challenge(SHELLS[name])


@pytest.mark.parametrize(
    "path", sorted(CHALLENGES.glob("*.html.gz")) or [None], ids=lambda path: path.name if path else ""
)
def test_real_challenges_are_told(path: Path | None) -> None:
    if path is None:
        pytest.skip("../shared/pages is not beside this clone")
    body = gzip.decompress(path.read_bytes())
    assert blocked(read_page(body, "http://www.example.gov.cn/")) == "blocked_challenge"


@pytest.mark.parametrize(
    "markup",
    [
        page_html("某市长安网", "<p>平安建设</p>"),
        page_html("某市长安网", "<p>系统维护中，请稍后再试。</p>"),
        page_html("某市长安网", "<ul><li><a href=/dwjs/1.jhtml>队伍建设工作会议召开</a></li></ul>"),
        article_html("网站防火墙产品采购公告", f"{TEXT}\n" * 12 + "采购Web应用防火墙一套，访问异常时请完成安全验证。"),
        page_html("某市长安网", f"<div id='app'>{f'<p>{TEXT}</p>' * 14}</div><script src=/js/app.js></script>"),
        '<html><body><div id="app"></div></body></html>',
        '<html><body><p>请使用浏览器访问</p><div class="application"></div><script src=/a.js></script></body></html>',
    ],
)
def test_pages_that_show_something_themselves_are_not_blocked(markup: str) -> None:
    assert kind(markup) is None


def test_a_page_of_nothing_but_a_script_is_told_or_refused() -> None:
    """A stub without a word may be refused as empty; it must never pass for a page that may be read."""
    try:
        found = kind("<script>$_ts.cd='abc';</script>")
    except UnreadableError:
        return
    assert found == "blocked_challenge"


NOTICES = (
    "<h1>访问被拦截</h1><p>您的访问行为存在异常，已被拦截。</p><p>时间：2026-11-22 10:00:00</p><p>事件ID：a1b2</p>",
    "<h2>很抱歉，由于您访问的URL有可能对网站造成安全威胁，您的访问被阻断。</h2><p>您的请求ID：7f</p><p>您的IP被禁止</p>",
    "<p>当前访问过于频繁，请稍后再试</p><p>2026-11-22 10:00:00</p>",
)


@pytest.mark.parametrize("notice", NOTICES)
def test_a_firewalls_notice_is_told_though_it_prints_a_time(notice: str) -> None:
    assert is_notice(read_page(page_html("某市长安网", notice).encode()))


@pytest.mark.parametrize("text", ["您的访问过于频繁是什么意思", "平台提示“您的IP存在异常”怎么办", "群众的访问被拦截后"])
def test_an_article_that_quotes_a_notice_is_none(text: str) -> None:
    assert not is_notice(read_page(article_html(text, f"{text}。").encode()))
    assert not is_notice(read_page(article_html("网络安全宣传周活动举行", f"{text}，{TEXT * 8}", meta="").encode()))
