"""Pages made by script: Chromium runs them, Scrapy fetches for it, and nothing of it outlives the crawl."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from small_site import TEXT, ListRow, SmallSite, article_html, page_html
from support import COMMAND, Done, Run, crawl, environment, one_line, the_run

SETTINGS = """
from crawler.settings import *

SPIDER_MODULES = ["own_spiders"]
"""
SPIDERS = """
from crawler.platforms.jeecms import Jeecms


class Own(Jeecms):
    name = "own"
    site_name = "某市长安网"
    columns = {"要闻": "/lm/index.jhtml"}
    needs_browser = True
"""
# What the site's own script does: it asks for the data of the page it stands in, and puts it in a little later.
APP = """
fetch(location.pathname + ".json", {method: "POST"}).then(answer => answer.json()).then(data => {
    setTimeout(() => { document.getElementById("app").innerHTML = data; }, 200);
});
"""
SHELL = page_html("某市长安网", '<div id="app"></div><script src="/app.js"></script>')


class ScriptedSite:
    """A site whose pages come empty. Crawls of it run in ``folder``; what they start has its files in ``temporary``."""

    def __init__(self, site: SmallSite, folder: Path, temporary: Path) -> None:
        self.site = site
        self.folder = folder
        self.temporary = temporary
        self.rows: list[ListRow] = []
        site.serve("/app.js", APP, kind="text/javascript")

    def page(self, path: str, inner: str) -> None:
        """A page whose inner markup its script fetches."""
        self.site.serve(path, SHELL)
        self.site.serve(f"{path}.json", json.dumps(inner), kind="application/json")

    def article(self, path: str, html: str | None = None) -> None:
        """An article that the column lists: made by script, or ``html`` as it stands."""
        row = ListRow(path, f"第{len(self.rows)}篇文章的题目是这样")
        self.rows.append(row)
        if html is None:
            self.page(path, article_html(row.title))
        else:
            self.site.serve(path, html)
        items = "".join(f'<li><span>{one.day}</span><a href="{one.href}">{one.title}</a></li>' for one in self.rows)
        pager = f'<div class="pager">共{len(self.rows)}条记录 1/1页</div>'
        self.page("/lm/index.jhtml", f'<ul class="list">{items}</ul>{pager}')

    def scripted_article(self, path: str, script: str) -> None:
        """An article with its text in the page, and a script of its own."""
        title = f"第{len(self.rows)}篇文章的题目是这样"
        self.article(path, article_html(title, further=f"<script>{script}</script>"))

    def crawl(self, *options: str) -> Done:
        return crawl("own", self.site.address, *options, cwd=self.folder, settings="own_settings")

    def run(self) -> Run:
        return the_run(self.folder, "own")

    def requested(self) -> list[str]:
        return sorted(self.site.requested)

    def processes(self) -> list[str]:
        """What is running of a crawl: whatever was started with these temporary files."""
        found = []
        for environ in Path("/proc").glob("[0-9]*/environ"):
            # A process may end meanwhile, or be another user's.
            with suppress(OSError):
                if os.fsencode(self.temporary) in environ.read_bytes():
                    found.append((environ.parent / "cmdline").read_text(encoding="utf-8").replace("\0", " "))
        return found

    def nothing_left(self) -> bool:
        """Whether processes and temporary files are gone, within some seconds."""
        return soon(lambda: not self.processes() and not list(self.temporary.iterdir()))


def soon(holds: Callable[[], bool]) -> bool:
    """Whether it holds within 20 seconds."""
    last = time.monotonic() + 20
    while time.monotonic() < last:
        if holds():
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def scripted(site: SmallSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedSite]:
    (tmp_path / "own_settings.py").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "own_spiders.py").write_text(SPIDERS, encoding="utf-8")
    # Chromium puts a socket there, and its path must not be long.
    with TemporaryDirectory(prefix="lanmu-") as temporary:
        monkeypatch.setenv("TMPDIR", temporary)
        yield ScriptedSite(site, tmp_path, Path(temporary))


def test_what_scripts_fetch_and_put_in_is_read(scripted: ScriptedSite) -> None:
    for number in range(3):
        scripted.article(f"/lm/{number}.jhtml")
    # What is handed on is UTF-8, whatever came.
    scripted.site.serve("/lm/2.jhtml", SHELL.replace("utf-8", "gbk").encode("gbk"), kind="text/html")
    done = scripted.crawl()
    assert done.returncode == 0, done.stderr
    run = scripted.run()
    assert [record["body"] for record in run.articles] == [TEXT] * 3
    assert {record["status"] for record in run.articles} == {200}
    pages = ["/lm/index.jhtml", *(f"/lm/{number}.jhtml" for number in range(3))]
    # Each once, and the script they share once at all.
    assert scripted.requested() == sorted(["/robots.txt", "/app.js", *pages, *(f"{page}.json" for page in pages)])
    assert len(done.stderr.splitlines()) == 1
    assert scripted.nothing_left()


def test_robots_txt_holds_for_what_scripts_ask_for(scripted: ScriptedSite) -> None:
    scripted.article("/lm/1.jhtml")
    scripted.article("/lm/2.jhtml")
    rules = "User-agent: *\nDisallow: /lm/1.jhtml\nDisallow: /lm/2.jhtml.json\n"
    scripted.site.serve("/robots.txt", rules, kind="text/plain")
    scripted.crawl()
    assert set(scripted.run().outcomes().values()) == {("dropped", "robots")}
    assert {"/lm/1.jhtml", "/lm/2.jhtml.json"}.isdisjoint(scripted.site.requested)


def test_a_page_without_its_data_is_no_page(scripted: ScriptedSite) -> None:
    for number in range(3):
        scripted.article(f"/lm/{number}.jhtml")
    scripted.site.fault("/lm/1.jhtml.json", 503)
    scripted.site.fault("/lm/2.jhtml", 500)
    assert scripted.crawl().returncode == 3
    outcomes = scripted.run().outcomes()
    assert outcomes["lm/0.jhtml"] == ("written", None)
    assert outcomes["lm/1.jhtml"] == ("failed", "http_503")
    assert outcomes["lm/2.jhtml"] == ("failed", "http_500")
    assert scripted.site.requested.count("/lm/1.jhtml.json") == 5


def test_no_other_host_is_asked_and_no_picture(scripted: ScriptedSite, other_site: SmallSite) -> None:
    other = other_site.address
    scripted.site.redirect("/away.json", f"{other}redirected")
    ask = f"""
        fetch("{other}fetched", {{mode: "no-cors"}}).catch(() => 0);
        fetch("/away.json").catch(() => 0);
        new WebSocket("{other.replace("http", "ws")}socket");
        navigator.sendBeacon("/beacon");
        window.open("{other}window");
    """
    elements = "".join(
        (
            f'<script src="{other}script.js"></script><link rel="stylesheet" href="{other}style.css">',
            f'<link rel="preconnect" href="{other}"><link rel="prefetch" href="{other}prefetched">',
            f'<img src="{other}picture.png"><iframe src="{other}frame"></iframe>',
            '<img src="/own.png"><iframe src="/frame"></iframe><link rel="stylesheet" href="/own.css">',
            "<style>@font-face {font-family: own; src: url(/own.woff)} body {font-family: own}</style>",
        )
    )
    scripted.article("/lm/1.jhtml", article_html("第0篇文章的题目是这样", further=f"{elements}<script>{ask}</script>"))
    assert scripted.crawl().returncode == 0
    assert other_site.requested == []
    article = ["/away.json", "/lm/1.jhtml"]
    assert scripted.requested() == sorted(
        ["/robots.txt", "/app.js", "/lm/index.jhtml", "/lm/index.jhtml.json", *article]
    )


def test_a_page_may_send_itself_on_within_its_site(scripted: ScriptedSite, other_site: SmallSite) -> None:
    scripted.scripted_article("/lm/1.jhtml", "location.replace('/lm/9.jhtml')")
    scripted.scripted_article("/lm/2.jhtml", f"location.replace('{other_site.address}')")
    scripted.scripted_article("/lm/3.jhtml", "location.reload()")
    scripted.site.article("/lm/9.jhtml", "第0篇文章的题目是这样")
    assert scripted.crawl().returncode == 3
    assert [record["url"] for record in scripted.run().articles] == [f"{scripted.site.address}lm/9.jhtml"]
    outcomes = scripted.run().outcomes()
    assert outcomes["lm/2.jhtml"] == ("dropped", "off_site")
    assert outcomes["lm/3.jhtml"] == ("failed", "redirect_loop")
    assert other_site.requested == []


def test_a_page_that_never_rests_is_taken_and_one_that_hangs_is_not(scripted: ScriptedSite) -> None:
    ticker = "setInterval(() => { document.body.append(document.createElement('p')); }, 50)"
    scripted.scripted_article("/lm/1.jhtml", ticker)
    scripted.scripted_article("/lm/2.jhtml", "setTimeout(() => { for (;;); }, 100)")
    assert scripted.crawl("-s", "DOWNLOAD_TIMEOUT=8", "-s", "RETRY_TIMES=0").returncode == 3
    outcomes = scripted.run().outcomes()
    assert outcomes["lm/1.jhtml"] == ("written", None)
    assert outcomes["lm/2.jhtml"] == ("failed", "timeout")
    assert scripted.nothing_left()


def test_a_page_that_asks_for_ever_fails(scripted: ScriptedSite) -> None:
    scripted.scripted_article("/lm/1.jhtml", "(async () => { for (;;) await fetch('/app.js?' + Math.random()); })()")
    scripted.article("/lm/2.jhtml")
    # By the count of what it asks for, however long these take here.
    assert scripted.crawl("-s", "DOWNLOAD_TIMEOUT=100", "-s", "RETRY_TIMES=0").returncode == 3
    outcomes = scripted.run().outcomes()
    assert outcomes["lm/1.jhtml"] == ("failed", "too_large")
    assert outcomes["lm/2.jhtml"] == ("written", None)
    assert scripted.nothing_left()


@pytest.mark.parametrize("word", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_outlives_a_crawl_that_is_stopped(scripted: ScriptedSite, word: signal.Signals) -> None:
    for number in range(20):
        scripted.article(f"/lm/{number}.jhtml")
    with subprocess.Popen(
        [*COMMAND, "crawl", "own", "-a", f"homepage={scripted.site.address}"],
        cwd=scripted.folder,
        env=environment("own_settings"),
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as crawling:
        try:
            assert soon(lambda: "/lm/index.jhtml.json" in scripted.site.requested)
            assert any("chromium" in process for process in scripted.processes())
            if word == signal.SIGINT:
                # As a terminal does: to everything that was started from it.
                os.killpg(crawling.pid, word)
            else:
                crawling.send_signal(word)
            code = crawling.wait(timeout=40)
        finally:
            crawling.kill()
    assert code == (-word if word == signal.SIGKILL else 3)
    assert scripted.nothing_left()


@pytest.mark.parametrize("path", ["/nowhere/chromium", "/bin/false"])
def test_without_chromium_nothing_is_fetched(scripted: ScriptedSite, path: str) -> None:
    done = scripted.crawl("-s", f"CHROMIUM_PATH={path}")
    assert done.returncode == 1
    assert one_line(done).startswith("lanmu: this site needs Chromium, and ")
    assert ("apt-get install chromium" if "nowhere" in path else path) in one_line(done)
    assert scripted.site.requested == []
    assert list(scripted.folder.glob("data/own/runs/*")) == []


def test_without_the_extra_nothing_is_fetched(scripted: ScriptedSite) -> None:
    missing = "import sys\n\nsys.modules['playwright'] = None\n"
    (scripted.folder / "own_settings.py").write_text(missing + SETTINGS, encoding="utf-8")
    done = scripted.crawl()
    assert done.returncode == 1
    assert one_line(done) == "lanmu: this site needs a browser; install its driver: pip install playwright"
    assert scripted.site.requested == []
