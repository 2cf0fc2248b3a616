"""The words for why a request gave nothing (docs/runs.md), sorted by what a person does about them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from crawler.health.finding import Lamp, State, Words
from crawler.health.looking import What


@dataclass(frozen=True, slots=True)
class Cause:
    """``at_once``: it doesn't pass by itself, so one run is enough to speak of it."""

    kind: str
    lamp: Lamp
    state: State
    told: Words
    todo: Words
    at_once: bool = False

    @property
    def what(self) -> What:
        return What(self.kind, self.lamp, self.state)


BLOCKED = Cause(
    "blocked",
    Lamp.ALLOWED,
    State.BLOCKED,
    Words("网站不让抓取", "the site refuses"),
    Words(
        '放慢速度：在站点文件里写 custom_settings = {"DOWNLOAD_DELAY": 5}，过几小时再运行；仍被拦就联系网站',
        'slow down: write custom_settings = {"DOWNLOAD_DELAY": 5} in its site file, run again hours later; if it '
        "stays, ask the site",
    ),
    at_once=True,
)
ROBOTS = Cause(
    "robots",
    Lamp.ALLOWED,
    State.BLOCKED,
    Words("robots.txt 不允许", "robots.txt forbids"),
    Words("看该站的 robots.txt，向网站申请许可", "read the site's robots.txt and ask the site for permission"),
    at_once=True,
)
CERTIFICATE = Cause(
    "certificate",
    Lamp.ALLOWED,
    State.INCOMPLETE,
    Words("https 握手失败", "https can't be agreed on"),
    Words("用浏览器打开看证书，告知网站", "look at the certificate in a browser and tell the site"),
    at_once=True,
)
DNS = Cause(
    "dns",
    Lamp.ALLOWED,
    State.INCOMPLETE,
    Words("域名解析不到", "the name of the host can't be resolved"),
    Words(
        "看本机网络和 DNS；网站若换了域名，改站点文件的 homepage",
        "check network and DNS; if the site has moved, change homepage in its file",
    ),
)
UNREACHABLE = Cause(
    "unreachable",
    Lamp.ALLOWED,
    State.INCOMPLETE,
    Words("网站连不上或出错", "the site doesn't answer, or with errors"),
    Words("用浏览器打开看看；网站恢复后会自动补抓", "open it in a browser; what is missing comes once it is well"),
)
# Not `drift`: a list that can't be read is news where another rule has already been told of.
UNREAD = Cause(
    "unreadable",
    Lamp.READABLE,
    State.DRIFTED,
    Words("栏目页读不出列表", "no list can be read"),
    Words(
        "打开栏目页：空栏目写进站点文件的 may_be_empty，改版就设 list_css；换了系统则移开旧站点文件和保存的页面，"
        "用 lanmu newsite 首页 --name 原名 重做",
        "open the page: name an empty column in may_be_empty of the site file, after a redesign set list_css; if the "
        "site runs on other software now, move its file and saved pages away and make them anew: "
        "lanmu newsite HOMEPAGE --name NAME",
    ),
    at_once=True,
)
GONE = Cause(
    "lost_column",
    Lamp.COMPLETE,
    State.INCOMPLETE,
    Words("栏目页不在原址了", "its page is not there any more"),
    Words(
        "从网站首页找它的新地址，写进站点文件的 columns；撤掉了就从 columns 里删去，再抓一次：-a full=1",
        "find its new address from the home page, for columns in the site file; if it was taken away, leave it out "
        "there and crawl once with -a full=1",
    ),
    at_once=True,
)
# Of a whole site.
MOVED = Cause(
    "unreachable",
    Lamp.ALLOWED,
    State.INCOMPLETE,
    Words("网站的页面不在原址了", "its pages are not there any more"),
    Words(
        "用浏览器打开网站：搬了就改站点文件的 homepage 和 columns；网站恢复后会自动补抓",
        "open the site in a browser: if it has moved, change homepage and columns in its file; what is missing comes "
        "once it is well",
    ),
)
OTHER = Cause(
    "incomplete",
    Lamp.COMPLETE,
    State.INCOMPLETE,
    Words("没有抓全", "not all of it was read"),
    Words(
        "看 report.json 和 links.jsonl 里的原因（docs/runs.md），再运行一次",
        "see the reasons in report.json and links.jsonl (docs/runs.md), run again",
    ),
)

_BLOCKS = frozenset({"http_401", "http_403", "http_412", "http_429", "http_521", "retry_after"})
_UNREACHABLE = frozenset(
    {"refused", "timeout", "connection", "cut_off", "bad_answer", "robots_unreachable", "maintenance", "unknown"}
)
_UNREAD = frozenset(
    {"no_links", "empty_column", "addresses_not_known", "pager_not_read", "other_page", "empty_page", "not_text",
     "same_as_another_page"}
)  # fmt: skip
_GONE = frozenset({"http_404", "http_410", "soft_404", "off_site"})
_BY_NAME = {"robots": ROBOTS, "certificate": CERTIFICATE, "unknown_host": DNS}


def cause_of(reason: str) -> Cause:
    """What a reason speaks of."""
    if reason in _BY_NAME:
        return _BY_NAME[reason]
    if reason.startswith("blocked") or reason in _BLOCKS:
        return BLOCKED
    if reason in _UNREACHABLE or reason.startswith("http_5"):
        return UNREACHABLE
    if reason in _GONE:
        return GONE
    return UNREAD if reason in _UNREAD else OTHER


def most(counts: Mapping[str, int]) -> tuple[str, int]:
    """The commonest reason and how often it came."""
    return Counter(counts).most_common(1)[0]
