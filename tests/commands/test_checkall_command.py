"""``lanmu checkall``: a line for each thing that doesn't agree, and exit 1; nothing is fetched."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from portal import Portal
from pytest_httpserver import HTTPServer
from support import Done, lanmu, one_line

SITE = Path("sites/hubei/moushi.py")
PAGES = Path("tests/sites/moushi")


@pytest.fixture(scope="module")
def made(servers: tuple[HTTPServer, HTTPServer], tmp_path_factory: pytest.TempPathFactory) -> dict[Path, bytes]:
    """The files of a site that newsite has written."""
    portal, folder = Portal(servers[0]), tmp_path_factory.mktemp("made")
    portal.build()
    done = lanmu("newsite", "-s", "DOWNLOAD_DELAY=0", "--name", "moushi", portal.address, cwd=folder)
    assert done.returncode == 0, done.stderr
    files = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    return {path.relative_to(folder): path.read_bytes() for path in files}


@pytest.fixture
def folder(made: dict[Path, bytes], tmp_path: Path) -> Path:
    """A project of its own with that site."""
    for path, content in made.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    return tmp_path


def checkall(folder: Path) -> Done:
    return lanmu("checkall", cwd=folder)


def test_what_agrees_is_one_line(folder: Path) -> None:
    done = checkall(folder)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert done.stdout.endswith("all agree\n")
    assert "3 sites, " in done.stdout


def test_our_own_sites_agree(tmp_path: Path) -> None:
    done = checkall(tmp_path)
    assert (done.returncode, done.stdout) == (0, "2 sites, 0 saved pages: all agree\n")


def put(old: str, new: str) -> Callable[[Path], None]:
    """Replace something in the site file."""

    def change(folder: Path) -> None:
        text = (folder / SITE).read_text(encoding="utf-8")
        assert old in text
        (folder / SITE).write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def told(name: str, **values: object) -> Callable[[Path], None]:
    """Change what a saved page is expected to give."""

    def change(folder: Path) -> None:
        path = folder / PAGES / f"{name}.json"
        content = json.loads(path.read_text(encoding="utf-8"))
        content["expected"] |= values
        path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")

    return change


def renamed(path: Path, to: Path) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        (folder / to).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).rename(folder / to)

    return change


def removed(path: Path) -> Callable[[Path], None]:
    return lambda folder: (folder / path).unlink()


def no_pages(folder: Path) -> None:
    for path in (folder / PAGES).iterdir():
        path.unlink()


def other_page(folder: Path) -> None:
    (folder / PAGES / "article-1.html").write_bytes((folder / PAGES / "article-2.html").read_bytes())


def no_article(folder: Path) -> None:
    (folder / PAGES / "article-1.html").write_bytes(b"")


def other_province(folder: Path) -> None:
    (folder / SITE.parent).rename(folder / "sites/hubai")


def same_home(folder: Path) -> None:
    text = (folder / SITE).read_text(encoding="utf-8").replace("Moushi", "Other").replace('"moushi"', '"other"')
    (folder / SITE.with_name("other.py")).write_text(text, encoding="utf-8")
    (folder / "tests/sites/other").mkdir()
    for path in (folder / PAGES).iterdir():
        (folder / "tests/sites/other" / path.name).write_bytes(path.read_bytes())


def more_lines(folder: Path) -> None:
    with (folder / SITE).open("a", encoding="utf-8") as file:
        file.write('    publisher = "某单位"\n' * 17)


PROBLEMS: dict[str, tuple[Callable[[Path], None], str]] = {
    "the file's name": (renamed(SITE, SITE.with_name("moshi.py")), "the file of site moushi should be moushi.py"),
    "the class's name": (put("class Moushi", "class Other"), "class Other should be Moushi, after its name"),
    "the province": (
        other_province,
        "no province is called hubai; there are: anhui, ",
    ),
    "the length": (more_lines, "lines; a site file has fewer than 20"),
    "an attribute": (put("    homepage", '    colour = "red"\n    homepage'), "colour means nothing; a site has "),
    "no selector": (
        put("    homepage", '    title_css = "h1::text"\n    homepage'),
        f"{SITE}: 'h1::text' is no CSS selector (Pseudo-elements are not supported.)",
    ),
    "a selector that is no text": (
        put("    homepage", '    body_css = ["p"]\n    homepage'),
        f"{SITE}: ['p'] is no CSS selector; it is written as text",
    ),
    "a selector that chooses nothing": (
        put("    homepage", '    source_css = "td.nosuch"\n    homepage'),
        "source_css 'td.nosuch' chooses nothing on any of ",
    ),
    "no name": (put('site_name = "某市长安网"', 'site_name = ""'), "site_name is empty"),
    "no publisher": (put('publisher = "中共某市委政法委员会"', 'publisher = ""'), "publisher is empty"),
    "the address": (put('homepage = "http://', 'homepage = "'), "is no address"),
    "a column elsewhere": (put('"/dwjs/index.jhtml"', '"http://www.other.gov.cn/x/"'), "which is not on the site"),
    "two columns at one address": (
        put('"/dwjs/index.jhtml"', '"/zfyw/index.jhtml"'),
        "columns 队伍建设 and 政法要闻 have the same address",
    ),
    "an empty column of no name": (put('("通知公告",)', '("通知",)'), "may_be_empty names 通知, which is no column"),
    "no platform": (
        put("from crawler.platforms.jeecms import Jeecms", "from crawler.spiders.column import ColumnSpider as Jeecms"),
        "its class is on no platform of crawler/platforms",
    ),
    "no saved pages": (no_pages, "no saved pages in tests/sites/moushi; save some: lanmu savepage moushi URL"),
    "a page without description": (removed(PAGES / "column-1.json"), "column-1.html has no description"),
    "a description without page": (removed(PAGES / "column-1.html"), "column-1.json describes no page"),
    "pages of no site": (
        renamed(PAGES / "column-1.html", Path("tests/sites/nobody/column-1.html")),
        "tests/sites/nobody: no site is named nobody; move the pages away",
    ),
    "another title": (told("article-1", title="别的标题"), 'expected "别的标题"'),
    "another date": (told("article-2", date="2020-01-01"), 'article-2: date is "2024-03-05", expected "2020-01-01"'),
    "other rows": (told("column-1", rows=[]), "column-1: rows is "),
    "other pages": (told("column-1", pages=7), "column-1: pages is 2, expected 7"),
    "another page": (other_page, "article-1: title is "),
    "no article any more": (no_article, "article-1: empty_page"),
    "one home page": (same_home, "have the same home page"),
}


@pytest.mark.parametrize("name", PROBLEMS)
def test_each_disagreement_has_its_line(folder: Path, name: str) -> None:
    change, said = PROBLEMS[name]
    change(folder)
    done = checkall(folder)
    assert done.returncode == 1
    assert any(said in line for line in done.stdout.splitlines()), done.stdout
    count = len(done.stdout.splitlines())
    assert done.stderr.startswith(f"lanmu: {count} problem{'s' if count > 1 else ''} in ")
    assert done.stderr.count("\n") == 1, done.stderr


def test_lines_name_the_file(folder: Path) -> None:
    put('site_name = "某市长安网"', 'site_name = ""')(folder)
    done = checkall(folder)
    assert done.stdout == f"{SITE}: site_name is empty\n"


@pytest.mark.parametrize("text", ["class Moushi(:\n", "import nosuchmodule\n", "x = nosuchname\n"])
def test_a_site_file_that_cannot_be_loaded_is_one_line(folder: Path, text: str) -> None:
    (folder / SITE).write_text(text, encoding="utf-8")
    done = checkall(folder)
    assert (done.returncode, done.stdout.count("\n")) == (1, 1)
    assert done.stdout.startswith(f"{SITE}, line 1: ")


@pytest.mark.parametrize("content", ["{", "{}", "[]", '{"kind": "column", "expected": {}}', '{"kind": "article"}'])
def test_a_description_that_cannot_be_used_is_told(folder: Path, content: str) -> None:
    """Descriptions are mended by hand."""
    (folder / PAGES / "column-1.json").write_text(content, encoding="utf-8")
    done = checkall(folder)
    assert done.returncode == 1
    assert "column-1" in done.stdout
    assert done.stderr.count("\n") == 1, done.stderr


def test_an_argument_is_a_mistake(tmp_path: Path) -> None:
    done = lanmu("checkall", "demo", cwd=tmp_path)
    assert done.returncode == 2
    assert "takes no argument" in one_line(done)
