"""What keeps a page from us: an anti-bot challenge, or scripts that only a browser runs."""

import re

from crawler.page import words
from crawler.page.model import Page

# 瑞数 (a meta tag r="m" and $_ts.cd), 加速乐 (__jsl_clearance), and what others print or set meanwhile.
_CHALLENGE = re.compile(
    r"""<meta[^>]{0,2000}\sr=['"]m['"]|\$_(?:ts|ss)\.(?:cd|nsd)\s*=|__jsl?_?(?:clearance|uid)|"""
    r"""arg1=['"][0-9A-F]{20,}|acw_sc__v\d|_cf_chl_opt|cdn-cgi/challenge|yunsuo_session|WZWS-RAY|wzwschallenge|safedog|"""
    r"""(?:访问|请求)(?:行为)?(?:过于频繁|被拦截|存在(?:风险|异常)|异常)|请(?:完成|进行)(?:安全|人机)?验证|安全验证.{0,20}(?:滑动|拖动|点击)|"""
    r"""(?:浏览器|网站)(?:安全)?(?:检查|检测)中|网站防火墙|创宇盾|D盾_|Web应用防火墙""",
    re.IGNORECASE,
)
_SHELL = re.compile(
    r"""<div[^>]{0,200}\sid=['"]?(?:app|root|__next|__nuxt|main-app)['"]?|<noscript>[^<]{0,200}(?:javascript|启用|开启|浏览器)""",
    re.IGNORECASE,
)
# A firewall's notice to its reader, who has done nothing; it may print a time, but never when it was published.
_NOTICE = re.compile(
    r"(?:您|你|当前)的?(?:访问|请求|IP|操作|网络).{0,12}(?:拦截|异常|频繁|风险|禁止|拒绝|受限|封禁)|"
    r"(?:访问|请求)已?被(?:拦截|拒绝|禁止)",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(rf"(?:{words.FULL_DATE_LABEL}|{words.SOURCE_LABEL}|作者)\s*[:：]")
_NOTICE_LENGTH = 80
# More words than this are a page of their own, whatever scripts it carries.
_FEW_CHARACTERS = 600


def blocked(page: Page) -> str | None:
    """``blocked_challenge`` or ``blocked_needs_browser`` for a page that shows nothing itself, else None.

    Meant for pages on which nothing was found: an article may speak of challenges.
    """
    if not _says_little(page):
        return None
    if is_challenge(page.text):
        return "blocked_challenge"
    if _SHELL.search(page.text) and any(node.get("src") or node.text for node in page.root.iter("script")):
        return "blocked_needs_browser"
    return None


def is_notice(page: Page) -> bool:
    """Whether a page of few words tells its reader that a firewall has stopped him."""
    if not _says_little(page) or any(_PUBLISHED.search(line.text) for line in page.lines):
        return False
    return any(len(line.text) <= _NOTICE_LENGTH and _NOTICE.search(line.text) for line in page.lines)


def _says_little(page: Page) -> bool:
    return sum(len(line.text) for line in page.lines) <= _FEW_CHARACTERS


def is_challenge(text: str) -> bool:
    """Whether markup is an anti-bot challenge's."""
    return _CHALLENGE.search(text) is not None
