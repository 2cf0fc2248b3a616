"""The documentation against the code: what it lists is what there is."""

import re
import typing
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.extensions.column import Column
from crawler.extensions.verdict import EXIT_CODES
from crawler.pipelines import date, source, title
from crawler.pipelines.check import FLAGS
from crawler.spiders import reasons

ROOT = Path(__file__).parent.parent
CODE = ROOT / "crawler"
READMES = ("README.md", "README.zh-CN.md")
PAGES = (*READMES, *sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")))

_FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
_BRANCH = re.compile(r"^(?P<indent>(?:│   |    )*)[├└]── (?P<name>\S+) +(?P<told>\S.*)$")


def read(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def section(page: str, heading: str) -> str:
    """The text below a heading, up to the next one of its rank or above."""
    level = heading.index(" ")
    _, found, rest = f"\n{read(page)}".partition(f"\n{heading}\n")
    assert found, f"{page} has no {heading}"
    return re.split(rf"^#{{1,{level}}} ", rest, maxsplit=1, flags=re.MULTILINE)[0]


def first_cells(text: str) -> list[str]:
    """The words in code font in the first column of the tables of ``text``, in order."""
    cells = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    return [word for cell in cells for word in re.findall(r"`([^`]+)`", cell)]


def tree(page: str) -> Iterator[str]:
    """The paths of a tree drawn in a page, folders with a slash at the end."""
    (block,) = (text for _, text in _FENCE.findall(read(page)) if text.startswith("crawler/\n"))
    above: list[str] = []
    for line in block.splitlines()[1:]:
        branch = _BRANCH.match(line)
        assert branch is not None, f"no name and description: {line}"
        above[len(branch["indent"]) // 4 :] = [branch["name"]]
        yield "".join(above)


def commands(page: str) -> list[str]:
    """The commands of a page's shell blocks, without what is said about them."""
    lines = [line for kind, text in _FENCE.findall(read(page)) if kind == "sh" for line in text.splitlines()]
    return [line.split("#")[0].strip() for line in lines]


def test_folder_tree_names_every_module() -> None:
    modules = {str(path.relative_to(CODE)) for path in CODE.rglob("*.py") if path.name != "__init__.py"}
    packages = {f"{path.parent.relative_to(CODE)}/" for path in CODE.rglob("__init__.py") if path.parent != CODE}
    present = {path for path in modules | packages if not path.startswith("sandbox/")} | {"sandbox/"}
    drawn = list(tree("docs/architecture.md"))
    assert sorted(drawn) == sorted(present)


def test_readmes_say_the_same_commands() -> None:
    english, chinese = map(commands, READMES)
    assert english == chinese
    assert {"make demo", "make test", "lanmu list", "pip install ."} <= set(english)


@pytest.mark.parametrize("page", PAGES)
def test_commands_exist(page: str) -> None:
    own = {path.stem for path in (CODE / "commands").glob("*.py")} | {"list"}
    targets = re.findall(r"^(\w+):", read("Makefile"), re.MULTILINE)
    for command in commands(page):
        words = [word for word in command.split() if not re.match(r"[A-Z_]+=", word)]
        assert words[0] in {"lanmu", "make", "pip"}, command
        if words[0] == "lanmu":
            assert words[1] in own, command
        elif words[0] == "make":
            assert words[1] in targets, command


@pytest.mark.parametrize(
    "shape",
    [
        pytest.param(r"^(#+) ", id="headings"),
        pytest.param(r"^```(\w*)$", id="blocks"),
        pytest.param(r"^\| (`-[^`]+`|\d) \|", id="options and exit codes"),
        pytest.param(r"^([-|>])", id="lists, tables and quotes"),
    ],
)
def test_readmes_are_built_alike(shape: str) -> None:
    english, chinese = (re.findall(shape, read(page), re.MULTILINE) for page in READMES)
    assert english == chinese
    assert english


def test_readmes_link_to_the_same_pages() -> None:
    english, chinese = (set(re.findall(r"\]\(([^)#]+)", read(page))) - set(READMES) for page in READMES)
    assert english == chinese
    assert {page for page in PAGES if page.startswith("docs/")} <= english


def test_readme_names_every_exit_code() -> None:
    told = {int(code) for code in re.findall(r"^\| (\d) \|", section("README.md", "### Crawl a site"), re.MULTILINE)}
    assert told == {*EXIT_CODES.values(), 2}


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    for target in re.findall(r"\]\(([^)#]+)", read(page)):
        assert (ROOT / page).parent.joinpath(target).exists(), target


@pytest.mark.parametrize("page", PAGES)
def test_links_into_a_page_name_a_heading(page: str) -> None:
    headings = re.findall(r"^#+ (.+)$", read(page), re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}
    assert set(re.findall(r"\]\(#([^)]+)\)", read(page))) <= anchors


def test_readmes_explain_the_same_reasons() -> None:
    english, chinese = map(first_cells, (section(READMES[0], "### Reasons"), section(READMES[1], "### 原因")))
    assert english == chinese
    assert set(english) <= {*first_cells(section("docs/runs.md", "## Reasons")), "http_503", "http_412"}


def test_runs_tells_how_a_column_can_end() -> None:
    told = first_cells(section("docs/runs.md", "## report.json"))
    assert set(told) == set(typing.get_args(typing.get_type_hints(vars(Column)["ended"].fget)["return"]))


@pytest.mark.parametrize(
    ("heading", "rules"),
    [
        ("## title", title.RULES),
        ("## date", date.RULES),
        ("## source", source.SOURCE_RULES),
        ("## author", source.AUTHOR_RULES),
    ],
)
def test_fields_lists_the_rules_in_order(heading: str, rules: tuple[object, ...]) -> None:
    assert first_cells(section("docs/fields.md", heading)) == [getattr(rule, "__name__", "") for rule in rules]


def test_fields_lists_the_rules_of_the_body() -> None:
    written = re.findall(r'rules\["body"\] = "(\w+)"', read("crawler/pipelines/body.py"))
    assert written
    assert first_cells(section("docs/fields.md", "## body")) == written


def test_fields_lists_the_flags() -> None:
    assert first_cells(section("docs/fields.md", "## Flags")) == list(FLAGS)


def test_runs_lists_every_reason() -> None:
    told = set(first_cells(section("docs/runs.md", "## Reasons")))
    unreadable = re.findall(r'UnreadableError\("(\w+)"\)', read("crawler/page/lines.py"))
    settled = re.findall(r'"(?:dropped|failed)", "(\w+)"', read("crawler/spiders/column.py"))
    settled += re.findall(r'"(?:dropped|failed)", "(\w+)"', read("crawler/extensions/ledger.py"))
    settled += re.findall(r'page_failed\([^)]*"(\w+)"\)', read("crawler/spiders/column.py"))
    assert unreadable
    assert settled
    coded = {reason for _, reason in reasons._REASONS} | {*unreadable, *settled, "gone", "http_404", "http_500"}
    assert coded - told == set()
