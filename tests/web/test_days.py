"""What became of each day: where a run could read nothing, no page calls its day good, or one without a run."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from addresses import body_of
from made_columns import NEWS, NOW
from made_runs import Look, write_run
from project_sites import Project
from web_server import ONLY, Served, serving

_MARK = re.compile(r'class="mark (\w+)" x="(\d+)"')


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A column read whole five days ago; blocked the next day; blocked and then read; read and then blocked."""
    folder = tmp_path_factory.mktemp("days") / "project"
    Project(folder).add("yunze", "http://127.0.0.1:9/")
    whole, early, late = [Look(NEWS, known=3)], NOW.replace(hour=8), NOW.replace(hour=20)
    write_run(folder / "data", "yunze", early - timedelta(days=5), whole)
    for ago, at in ((4, early), (3, early), (2, late)):
        write_run(folder / "data", "yunze", at - timedelta(days=ago), [], trouble="blocked_challenge")
    for ago, at in ((3, late), (2, early)):
        write_run(folder / "data", "yunze", at - timedelta(days=ago), whole)
    with serving(folder, *ONLY, moment=NOW) as found:
        yield found


@pytest.mark.parametrize("view", ["", f"column?{urlencode({'site': 'yunze', 'name': NEWS})}"])
def test_a_day_on_which_nothing_could_be_read_is_bad(served: Served, view: str) -> None:
    body = body_of(f"{served.address}/{view}").partition('class="bars"')[2].partition("</svg>")[0]
    marks = {(int(x) - 2) // 10 - 59: kind for kind, x in _MARK.findall(body)}
    assert marks == {-5: "good", -4: "bad", -3: "good", -2: "bad"}


def test_the_heat_map_says_the_same(served: Served) -> None:
    assert "0 天不完整，2 天被拦，56 天没有运行" in body_of(f"{served.address}/columns?view=heat")


def test_a_site_that_is_run_no_more_has_no_last_good_run_beside_its_last_one(tmp_path: Path) -> None:
    """They are the same run."""
    folder = tmp_path / "project"
    Project(folder).add("yunze", "http://127.0.0.1:9/", 'every = "day"')
    for ago in (6, 5):
        write_run(folder / "data", "yunze", NOW - timedelta(days=ago), [Look(NEWS, known=3)])
    with serving(folder, *ONLY, moment=NOW) as found:
        body = body_of(f"{found.address}/")
    assert "未运行" in body.partition('class="findings"')[2].partition("</ol>")[0]
    assert "上次完好" not in body
