"""``lanmu sites``: all sites as a table in Markdown."""

from pathlib import Path

import pytest
from portal import NAME, PUBLISHER, Portal
from pytest_httpserver import HTTPServer
from support import lanmu, one_line

DOCS = Path(__file__).parents[2] / "docs" / "sites.md"


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_our_own_sites_are_listed(tmp_path: Path) -> None:
    done = lanmu("sites", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    rows = [cells(line) for line in done.stdout.splitlines() if line.startswith("| `")]
    assert [row[0] for row in rows] == ["`demo`", "`jingzhou`"]
    assert rows[1] == [
        "`jingzhou`",
        "荆州长安网",
        "中共荆州市委政法委员会",
        "hubei",
        "jeecms",
        "not known",
        "as the navigation has them",
    ]
    assert rows[0][3] == "–"


def test_the_page_in_the_docs_is_up_to_date(tmp_path: Path) -> None:
    if not DOCS.exists():
        pytest.skip("docs/sites.md is not made yet")
    assert lanmu("sites", cwd=tmp_path).stdout == DOCS.read_text(encoding="utf-8")


def test_a_new_site_is_listed_with_its_columns(servers: tuple[HTTPServer, HTTPServer], tmp_path: Path) -> None:
    portal = Portal(servers[0])
    portal.build()
    done = lanmu("newsite", "-s", "DOWNLOAD_DELAY=0", "--name", "moushi", portal.address, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    (row,) = [cells(line) for line in lanmu("sites", cwd=tmp_path).stdout.splitlines() if "`moushi`" in line]
    assert row == ["`moushi`", NAME, PUBLISHER, "hubei", "jeecms", portal.address, "6"]


def test_an_argument_is_a_mistake(tmp_path: Path) -> None:
    done = lanmu("sites", "demo", cwd=tmp_path)
    assert done.returncode == 2
    assert "takes no argument" in one_line(done)
