"""The dataset card: its head is YAML, its tables hold, what comes from pages does nothing, and its figures add up."""

from pathlib import Path

import pytest
import yaml
from handmade import HOSTILE, article, odd_articles, release
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from read_card import Card, made, shown

from crawler.pipelines.check import FLAGS
from crawler.releases.card import head as card_head
from crawler.releases.card.about import clean
from crawler.releases.card.card import card
from crawler.releases.card.markdown import plain, table
from crawler.releases.tables import ARTICLES, TABLES

HEADINGS = [
    "What this is",
    "How it was collected",
    "Fields",
    "Counts by column and year",
    "Known holes",
    "Quality",
    "Sources and reprints",
    "Changes",
    "Known issues",
    "Data statement",
    "Licence and rights",
    "Load it",
    "Verify",
    "Cite",
    "Versions and maintenance",
    "Files",
]
STATEMENT = ["Curation rationale", "Language variety", "Text characteristics", "Capture quality", "Limitations"]


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Card:
    folder = tmp_path_factory.mktemp("odd")
    manifest, _ = release(folder, odd_articles(), lost=[article(9)], history=True, title=HOSTILE, contact=HOSTILE)
    return Card(manifest)


def test_sections_come_in_their_order(odd: Card) -> None:
    assert odd.headings("h2") == HEADINGS
    assert odd.headings("h3") == STATEMENT


def test_head_names_licence_size_and_a_configuration_for_each_table_with_rows(tmp_path: Path, odd: Card) -> None:
    few = made(tmp_path, [article(1)])
    assert (few.head["language"], few.head["license"], few.head["size_categories"]) == (["zh"], "cc0-1.0", ["n<1K"])
    assert few.head["configs"][0] == {
        "config_name": "articles",
        "default": True,
        "data_files": [{"split": "train", "path": "data/articles-*.parquet"}],
    }
    assert [config["config_name"] for config in few.head["configs"]] == ["articles", "links", "coverage"]
    assert len(odd.head["configs"]) == 6


@pytest.mark.parametrize(
    ("license_name", "expected"),
    [
        ("CC-BY-4.0", ("cc-by-4.0", None)),
        ("ODC-By-1.0", ("odc-by", None)),
        ("other", ("other", "see-licence-and-rights")),
        ("Own terms: 2026", ("other", "own-terms-2026")),
    ],
)
def test_head_has_a_licence_that_the_hub_knows(
    license_name: str, expected: tuple[str, str | None], tmp_path: Path
) -> None:
    head = made(tmp_path, [article(1)], license=license_name).head
    assert (head["license"], head.get("license_name")) == expected


def test_texts_of_pages_are_shown_and_do_nothing(odd: Card) -> None:
    kinds = {token.type for token in odd.all_tokens()}
    assert not kinds & {"html_block", "html_inline"}
    # Links are only those of the card itself: to the site, and to the licence.
    links = {str(token.attrGet("href")) for token in odd.all_tokens() if token.type == "link_open"}
    assert links == {"http://www.example.gov.cn/", "https://spdx.org/licenses/CC0-1.0.html"}
    pictures = {str(token.attrGet("src")) for token in odd.all_tokens() if token.type == "image"}
    assert pictures == {f"plots/{name}.png" for name in ("months", "fields", "sources")}
    seen = " ".join("".join(char if char.isprintable() else " " for char in HOSTILE).split())
    assert odd.head["pretty_name"] == seen
    assert odd.headings("h1") == [f"{seen[:119]}{seen[119:] and '…'}: dataset 2026-11-23"]
    assert f"{seen[:59]}…" in [row[0] for row in odd.table("column 栏目")]
    assert "\u202e" not in odd.text


@given(st.text(max_size=80))
@example("- a")
@example("1. a")
@example("www.example.org me@example.org http://example.org/ &amp; <b>")
def test_any_text_in_a_cell_is_shown_as_it_is(text: str) -> None:
    tokens = MarkdownIt("commonmark").enable("table").parse(f"{table(('a', 'b'), [('1', plain(text, 100))])}\n")
    cells = [token for token in tokens if token.type == "inline"]
    assert [shown(cell) for cell in cells] == ["a", "b", "1", clean(text)]
    assert {token.type for cell in cells for token in cell.children or ()} <= {"text", "text_special"}


@given(st.text(max_size=80))
def test_any_title_is_a_value_of_the_head(text: str) -> None:
    counts = {name.name: 1 for name in TABLES}
    head = yaml.safe_load(card_head.head({"title": text, "name": "demo", "license": text, "counts": counts})[4:-3])
    assert head["pretty_name"] == (clean(text) or "demo")


def test_every_row_of_a_table_has_as_many_cells_as_its_head(odd: Card) -> None:
    for rows in odd.tables():
        assert {len(row) for row in rows} == {len(rows[0])}


def test_every_field_is_told_with_how_many_have_it(odd: Card) -> None:
    rows = odd.table("field", "type")
    assert [row[0] for row in rows] == list(ARTICLES.names)
    filled = {row[0]: row[2] for row in rows}
    assert (filled["id"], filled["title"], filled["author"], filled["etag"]) == ("100 %", "80 %", "20 %", "0 %")


def test_columns_with_holes_come_first_and_holes_are_named(tmp_path: Path) -> None:
    articles = [article(number, column="大栏目") for number in range(5)] + [article(9, column="有缺")]
    told = made(tmp_path, articles, lost=[article(10, column="有缺"), article(11, column="有缺")])
    rows = told.table("column 栏目")
    assert rows[0] == ["有缺", "1", "3", "2", "1 of 2", "with gaps"]
    assert rows[1] == ["大栏目", "5", "5", "0", "2 of 2", "read to its end"]
    holes = told.paragraphs()
    assert "2 listings could not be fetched: 2 timeout." in holes
    assert "1 column page could not be read: 有缺 page 2 (http_500)." in holes
    assert "1 column not read to the end, the last time: 有缺." in holes
    assert "2 篇列出而未取到，1 个栏目上次未读完" in holes


def test_without_holes_it_says_so(tmp_path: Path) -> None:
    told = made(tmp_path, [article(1)]).paragraphs()
    assert "None: every link that was listed is accounted for, and none failed." in told
    assert "已知缺失：无" in told


def test_tables_stay_bounded_and_their_sums_right(tmp_path: Path) -> None:
    articles = [
        article(number, column=f"栏目{number % 300}", date=f"{1950 + number % 70}-01-01", source=f"来源{number % 50}")
        for number in range(2_000)
    ]
    told = made(tmp_path, [*articles, article(3_000, date=None)])
    columns, years = told.table("column 栏目"), told.table("year", "all")
    assert len(columns) <= 42
    assert len(years) <= 27
    for rows in (columns, years):
        assert sum(int(row[1].replace(",", "")) for row in rows) == 2_001
    for row in years:
        assert int(row[1].replace(",", "")) == sum(int(cell.replace(",", "")) for cell in row[2:])
    assert len(told.table("source 来源")) == 10
    assert len(told.text) < 40_000


def test_several_sites_are_told_apart(tmp_path: Path) -> None:
    articles = [article(number, site=f"s{number % 60}", site_name=f"第{number % 60}网") for number in range(120)]
    told = made(tmp_path, articles)
    sites = told.table("site", "articles")
    assert len(sites) == 41
    assert sites[-1][:3] == ["20 more", "40", "20"]
    assert sum(int(row[1]) for row in sites) == 120


def test_made_up_data_is_said_first(tmp_path: Path) -> None:
    manifest, _ = release(tmp_path, [article(1), article(2, site="real", site_name="某网")], notice="演示数据")
    manifest["sites"][0]["notice"] = "演示数据"
    some = Card(manifest)
    quote = [token.type for token in some.tokens].index("blockquote_open")
    assert some.tokens[quote - 1].type == "heading_close"
    assert shown(some.tokens[quote + 2]) == "某市长安网: 演示数据"
    manifest["sites"][1]["notice"] = "演示数据"
    assert "> **演示数据**\n" in card(manifest)


def test_changes_are_counted_against_the_version_before(tmp_path: Path) -> None:
    previous = {"version": "2026-10-01", "semver": "1.0.0", "articles": 580}
    changes = {"added": 9, "changed": 3, "removed": 2}
    told = made(tmp_path, [article(1)], previous=previous, changes=changes).paragraphs()
    assert "Against 2026-10-01 (1.0.0, 580 articles): 9 added, 3 changed, 2 removed" in told


def test_files_are_listed_and_shards_summed(tmp_path: Path) -> None:
    manifest, _ = release(tmp_path, [article(1)])
    assert len(Card(manifest).table("file")) == 2 * len(TABLES)
    shard = manifest["files"].pop("data/articles-00000-of-00001.parquet")
    shards = {f"data/articles-{number:05}-of-00200.parquet": shard for number in range(200)}
    rows = Card(manifest | {"files": manifest["files"] | shards}).table("file")
    assert rows[1] == ["data/articles-*.parquet, 200 files", "200", f"{200 * shard['bytes']:,}", "see SHA256SUMS"]
    assert len(rows) == 2 * len(TABLES)


def test_flags_are_told_with_their_meaning(odd: Card) -> None:
    assert {row[0]: row[3] for row in odd.table("flag")} == {
        flag: FLAGS[flag] for flag in ("no_title", "no_date", "short_body")
    }


@pytest.mark.parametrize("contact", [None, "", "you@example.org", "https://www.example.org/contact"])
def test_take_down_names_who_can_be_asked(contact: str | None, tmp_path: Path) -> None:
    told = made(tmp_path, [article(1)], contact=contact).paragraphs()
    assert (f"name the id to {contact}." if contact else "This release names no contact") in told


def test_a_release_of_one_article_without_anything(tmp_path: Path) -> None:
    bare = article(1, column=None, title=None, date=None, source=None, body="", columns=[])
    told = made(tmp_path, [bare], creator=None, contact=None, license="other")
    assert told.headings("h2") == HEADINGS
    assert told.table("year", "all") == [["without a date", "1", "1"]]
    assert "No article names a source." in told.paragraphs()
