"""The documentation against the code: what it lists is what there is."""

import inspect
import re
import typing
from collections.abc import Iterator
from pathlib import Path
from string import Template

import pytest
from support import lanmu

from crawler import settings
from crawler.dataset.policy import GONE, NOT_ASKED, REDIRECTED_BEFORE, SHARED_REDIRECT
from crawler.extensions.column import Column
from crawler.extensions.verdict import EXIT_CODES
from crawler.pipelines import date, source, title
from crawler.pipelines.check import FLAGS
from crawler.spiders import reasons
from crawler.spiders.column import ColumnSpider
from crawler.spiders.site import Site
from crawler.survey.recognise import all_platforms

ROOT = Path(__file__).parent.parent
CODE = ROOT / "crawler"
READMES = ("README.md", "README.zh-CN.md")
PAGES = (*READMES, *sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")))

_FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
_BRANCH = re.compile(r"^(?P<indent>(?:│   |    )*)[├└]── (?P<name>\S+) +(?P<told>\S.*)$")

# The Chinese page alone says in Chinese what commands print.
_TRANSLATION = re.compile(r"^\| 原文 \|.*?\n\n", re.MULTILINE | re.DOTALL)


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


def folded(path: str) -> str:
    """The line of the tree that stands for a path: a further platform, site, sandbox module or template has none."""
    path = re.sub(r"^(sandbox|platforms|web/templates)/.*", r"\1/", path)
    return re.sub(r"^spiders/[^/]+/.*", "spiders/<province>/", path)


def test_folder_tree_names_every_module() -> None:
    files = [path for path in CODE.rglob("*.*") if path.is_file() and path.suffix != ".pyc"]
    modules = {str(path.relative_to(CODE)) for path in files if path.name != "__init__.py"}
    folders = {f"{path.parent.relative_to(CODE)}/" for path in files if path.parent != CODE}
    present = {folded(path) for path in modules | folders}
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
        assert words[0] in {"lanmu", "make", "pip", "export", ".venv/bin/python"}, command
        if words[0] == "lanmu":
            assert words[1] in own, command
        elif words[0] == "make":
            assert words[1] in targets, command
        elif words[0] == "export":
            assert command.split()[1].partition("=")[0] in read("crawler/settings.py"), command
        elif words[0] == ".venv/bin/python":
            assert (ROOT / words[1]).exists(), command


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
    english, chinese = (re.findall(shape, _TRANSLATION.sub("", read(page)), re.MULTILINE) for page in READMES)
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


@pytest.mark.parametrize("heading", ["## The next run", "## What a site is asked"])
def test_runs_tells_settings_and_their_defaults(heading: str) -> None:
    rows = [line.split("|")[1:3] for line in section("docs/runs.md", heading).splitlines() if line.startswith("| `")]
    told = {cells[0]: cells[1].strip() for cells in rows if re.search(r"`[A-Z_]+`", cells[0])}
    assert told
    for names, default in told.items():
        values = [getattr(settings, name) for name in re.findall(r"`(\w+)`", names)]
        flat = [number for value in values for number in (value if isinstance(value, list) else [value])]
        # What the environment or nothing says has no default to tell.
        if default != "–":
            assert default == ", ".join("on" if value is True else str(value) for value in flat), names


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
    written = re.findall(r'(?:rules\["body"\] =|else) "(\w+)"', read("crawler/pipelines/body.py"))
    assert written
    assert first_cells(section("docs/fields.md", "## body")) == written


def test_fields_lists_the_flags() -> None:
    assert first_cells(section("docs/fields.md", "## Flags")) == list(FLAGS)


def test_runs_lists_every_reason() -> None:
    told = set(first_cells(section("docs/runs.md", "## Reasons")))
    unreadable = re.findall(r'UnreadableError\("(\w+)"\)', read("crawler/page/lines.py"))
    settled = re.findall(r'"(?:dropped|failed)", "(\w+)"', read("crawler/spiders/column.py"))
    settled += re.findall(r'"(?:dropped|failed)", "(\w+)"', read("crawler/extensions/ledger.py"))
    settled += re.findall(r'"(?:dropped|failed)", "(\w+)"', read("crawler/spiders/reasons.py"))
    settled += re.findall(r'page_failed\([^)]*"(\w+)"\)', read("crawler/spiders/column.py"))
    (unfit,) = re.findall(r"def unfit\(.*?(?=\n    def )", read("crawler/spiders/column.py"), re.DOTALL)
    settled += re.findall(r'(?:return|else) "(\w+)"', unfit)
    settled += re.findall(r'"reason": "(\w+)"', read("crawler/extensions/column.py"))
    blocked = re.findall(r'return "(\w+)"', read("crawler/page/blocked.py"))
    assert unreadable
    assert {"no_links", "empty_column", "same_as_another_page", "kept_changing"} <= set(settled)
    assert blocked == ["blocked_challenge", "blocked_needs_browser"]
    coded = {reason for _, reason in reasons._REASONS} | {
        *unreadable,
        *settled,
        *blocked,
        *GONE,
        *NOT_ASKED,
        REDIRECTED_BEFORE,
        SHARED_REDIRECT,
        "http_404",
        "http_500",
    }
    assert coded - told == set()


def test_sites_is_what_the_command_prints(tmp_path: Path) -> None:
    done = lanmu("sites", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert read("docs/sites.md") == done.stdout


def test_add_a_site_tells_every_attribute_and_method() -> None:
    """Those of a site; ``platform`` and ``signs`` are a platform's."""
    told = first_cells(section("docs/add-a-site.md", "## The site file"))
    attributes = {"name", *Site.__annotations__} - {"platform", "signs"}
    methods = [word for word in told if "(" in word]
    assert {word for word in told if "(" not in word} == attributes
    for method in methods:
        name, parameters = re.match(r"(\w+)\((.*)\)", method).groups()  # type: ignore[union-attr]
        assert list(inspect.signature(getattr(Site, name)).parameters)[1:] == parameters.split(", ")


def test_platforms_tells_of_platforms_that_there_are() -> None:
    """A further one needs no line here, so some may be missing."""
    told = first_cells(section("docs/platforms.md", "## Families"))
    assert {base.platform for base in all_platforms()} >= set(told)


def test_platforms_shows_a_platform_that_is_one() -> None:
    """The example of a further family: small, and its methods are a platform's."""
    text = section("docs/platforms.md", "## A further family")
    platform, _ = (block for kind, block in _FENCE.findall(text) if kind == "python")
    scope: dict[str, object] = {}
    exec(compile(platform, "stepcms.py", "exec"), scope)  # noqa: S102 - our own page
    base = scope["Stepcms"]
    assert isinstance(base, type)
    assert issubclass(base, ColumnSpider)
    overridden = [name for name, value in vars(base).items() if inspect.isfunction(value)]
    assert overridden == ["page_url"]
    site = type("Site", (base,), {"name": "site", "homepage": "http://www.example.gov.cn/"})()
    assert site.page_url("http://www.example.gov.cn/lm/", 2) == "http://www.example.gov.cn/lm/p2.htm"


def test_add_a_site_shows_a_site_file_as_it_is_written() -> None:
    text = section("docs/add-a-site.md", "## What it writes")
    (written,) = (block for kind, block in _FENCE.findall(text) if kind == "python")
    head, _, columns = written.partition("    columns = ")
    template = Template(read("crawler/templates/site.py.tmpl"))
    assert head == template.substitute(
        module="crawler.platforms.trs", base="Trs", class_name="Hengzhou", name='"hengzhou"', title='"珩州市司法局"',
        publisher='"珩州市司法局"', homepage='"http://127.0.0.12:8765/"', columns="", more="",
    ).rstrip("\n") + "\n"  # fmt: skip
    assert columns.endswith('    may_be_empty = ("立法建议",)\n')
