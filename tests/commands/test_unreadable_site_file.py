"""A site file that can't be read: that site's line, and the others as ever."""

import json
import subprocess
import sys
import threading

import pytest
from project_sites import HELD, NO_DELAY, SECONDS, Project, fill, hold, last_line, wait_until_asked
from pytest_httpserver import HTTPServer
from small_site import SmallSite
from support import lanmu, one_line

GOOD, BAD = "good", "bad"
FILE = f"sites/{BAD}.py"


@pytest.fixture
def good(project: Project, servers: tuple[HTTPServer, HTTPServer]) -> SmallSite:
    site = SmallSite(servers[0])
    fill(site, 3)
    project.add(GOOD, site.address, 'every = "day"')
    return site


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("columns = 5", '{file}: columns 5 can\'t be used; write it as {{"name": "address"}}'),
        ("columns = {'a': 5}", '{file}: columns {{\'a\': 5}} can\'t be used; write it as {{"name": "address"}}'),
        ("crawl_window = 22", '{file}: crawl_window 22 can\'t be used; write it as "22:00-06:00"'),
        ("homepage = 5", "{file}: homepage 5 can't be used; write it as text, in quotes"),
        ("name = 5", "{file}: name 5 can't be used; write it as text, in quotes"),
        ("needs_browser = 'no'", "{file}: needs_browser 'no' can't be used; write it as True or False"),
        ("custom_settings = 5", '{file}: custom_settings 5 can\'t be used; write it as {{"NAME": value}}'),
        ("may_be_empty = 'a'", "{file}: may_be_empty 'a' can't be used; write it as (\"name\",) with a comma behind"),
        ("x = (", "{file}, line 9: '(' was never closed; mend it or move it away"),
        ("x = nosuch", "{file}, line 9: NameError: name 'nosuch' is not defined; mend it or move it away"),
        ("import nosuch", "{file}, line 9: ModuleNotFoundError: No module named 'nosuch'; mend it or move it away"),
        ("from crawler.platforms.trs import Tsr", "{file}, line 9: ImportError: cannot import name 'Tsr' from "),
    ],
)
def test_it_costs_that_site_alone(project: Project, good: SmallSite, line: str, said: str) -> None:
    project.add(BAD, good.address, 'every = "day"', line)
    why = said.format(file=FILE)
    done = project.crawlall("--due")
    assert done.returncode == 1, done.stderr
    assert done.stderr.splitlines()[0].startswith(f"{BAD} failed: {why}")
    assert last_line(done.stderr) == f"crawlall: 2 sites: 1 complete, 1 failed ({BAD}); 3 articles written"
    assert project.crawled() == {GOOD}


def test_every_command_says_so(project: Project, good: SmallSite) -> None:
    project.add(BAD, good.address, "columns = 5")
    why = f'{FILE}: columns 5 can\'t be used; write it as {{"name": "address"}}'
    done = project.crawlall()
    assert (done.returncode, done.stderr.splitlines()[0]) == (1, f"{BAD} failed: {why}")
    assert f"2 sites: 1 complete, 1 failed ({BAD}); 3 articles written" in last_line(done.stderr)
    done = lanmu("crawl", BAD, cwd=project.folder)
    assert (done.returncode, one_line(done)) == (2, f"lanmu: {why}")
    assert lanmu("crawl", GOOD, *NO_DELAY, cwd=project.folder).returncode == 0
    done = lanmu("health", "--json", cwd=project.folder)
    (finding,) = json.loads(done.stdout)["findings"]
    assert (done.returncode, finding["site"], finding["kind"]) == (1, BAD, "site_file")
    assert why in finding["evidence"]["zh"]
    checked = lanmu("checkall", cwd=project.folder)
    assert checked.returncode == 1
    assert why in checked.stdout.splitlines()


def test_it_is_told_while_another_call_is_at_it(project: Project, good: SmallSite, let_go: threading.Event) -> None:
    hold(good, let_go)
    with project.crawling("--due") as process:
        wait_until_asked(good, HELD, process)
        project.add(BAD, good.address, "columns = 5")
        done = project.crawlall("--due")
        let_go.set()
        process.communicate(timeout=SECONDS)
    told, at_it, last = done.stderr.splitlines()
    assert (done.returncode, told.split(":")[0]) == (1, f"{BAD} failed")
    assert at_it.endswith(" Beijing time is at it, and takes what becomes due meanwhile")
    assert last == f"crawlall: 1 site: 0 complete, 1 failed ({BAD}); 0 articles written"


def test_it_is_told_where_no_site_is_crawled_by_itself(project: Project, good: SmallSite) -> None:
    project.add(BAD, good.address, "columns = 5")
    project.add(GOOD, good.address)
    done = project.crawlall("--due")
    told, none, last = done.stderr.splitlines()
    assert (done.returncode, told.split(":")[0]) == (1, f"{BAD} failed")
    assert none == f"crawlall: no site is due; by hand only: {GOOD}"
    assert last == f"crawlall: 1 site: 0 complete, 1 failed ({BAD}); 0 articles written"


def test_what_is_wrong_in_our_own_code_is_blamed_on_no_site_file(project: Project, good: SmallSite) -> None:
    project.add(BAD, good.address, "import crawler.verify.same_rows")
    code = (
        "import sys; sys.modules['pyarrow'] = None; "
        "sys.argv = ['lanmu', 'list']; from crawler.cmdline import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=project.folder, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert "mend it" not in done.stderr
    assert "crawler/verify/same_rows.py" in done.stderr


def test_a_folder_of_sites_that_cannot_be_read_is_one_line(project: Project, good: SmallSite) -> None:
    (project.folder / "sites" / "__init__.py").write_text("x = (\n", encoding="utf-8")
    done = project.crawlall()
    assert (done.returncode, one_line(done)) == (1, "lanmu: sites/__init__.py, line 1: '(' was never closed; mend it")
