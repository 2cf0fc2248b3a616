"""What the card says of how whole and how exact a release is, and what it is without."""

from pathlib import Path
from typing import Any

from handmade import HOSTILE, Row, article, release
from read_card import Card, made


def test_listings_are_told_apart_from_the_links_of_a_run(tmp_path: Path) -> None:
    manifest, _ = release(tmp_path, [article(1)])
    links = {"rows": 641, "written": 600, "known": 8, "repeated": 22, "dropped": {"external": 7, "gone": 4}}
    manifest["accounts"]["links"] = links | {"failed": {}}
    told = {row[0]: row[1] for row in Card(manifest).table("", "")}
    assert told["listings 链接"] == (
        "641 different ones (an article counts once in each column): 630 lead to an article of this release, "
        "11 dropped (7 external, 4 gone), 0 failed"
    )
    assert told["complete 完整"] == "100 % of the listings accounted for; missing: 0"
    assert told["verdict of the last run"] == "demo complete: …"
    # A listing that led to an article which is gone leads to none of this release.
    manifest["counts"]["removals"] = 3
    assert "630 lead to an article of this release or one removed since, 11 dropped" in Card(manifest).paragraphs()


def test_what_failed_and_came_by_another_listing_is_not_missing(tmp_path: Path) -> None:
    manifest, _ = release(tmp_path, [article(1)], lost=[article(2), article(3)])
    manifest["sites"][0]["columns"][0]["missing"] = 1
    told = Card(manifest).paragraphs()
    assert "2 failed (2 timeout)" in told
    assert "66.7 % of the listings accounted for; missing: 1; 1 column not read to the end" in told
    assert "2 listings could not be fetched: 2 timeout. The articles of 1 of these are here by another listing." in told
    assert "1 篇列出而未取到" in told


def test_articles_lost_with_a_run_are_the_first_hole(tmp_path: Path) -> None:
    manifest, _ = release(tmp_path, [article(1)], lost=[article(2)])
    manifest["accounts"]["lost"] = 1_200
    told = Card(manifest)
    holes = told.paragraphs().partition("Known holes\n")[2]
    assert holes.startswith("1,200 articles lost: runs know them, and no run holds them")
    complete = {row[0]: row[1] for row in told.table("", "")}["complete 完整"]
    lost, more = complete.split("; ", 1)
    assert lost == "no: 1,200 articles lost, see Known holes"
    assert more == "missing of the listings: 1; 1 column not read to the end"
    assert "已知缺失：1,200 篇因运行目录丢失而不在其中，1 篇列出而未取到" in told.paragraphs()
    whole, _ = release(tmp_path, [article(1)])
    whole["accounts"]["lost"] = 1
    told = Card(whole)
    assert "1 article lost" in told.paragraphs()
    assert "None: every link" not in told.paragraphs()
    assert "已知缺失：无" not in told.paragraphs()
    assert "%" not in {row[0]: row[1] for row in told.table("", "")}["complete 完整"]


def test_sites_left_out_are_named_with_the_reason(tmp_path: Path) -> None:
    articles = [article(1), article(2, site="real", site_name="某网")]
    left_out = [{"site": f"s{number}", "why": "no complete run yet" if number else HOSTILE} for number in range(30)]
    told = made(tmp_path, articles, left_out=left_out)
    covered, _, holes = told.paragraphs().partition("Known holes\n")
    for part in (covered, holes):
        assert "s1 (no complete run yet); s2 (no complete run yet)" in part
        assert ", and 20 more." in part
    assert "Not in this release: s0 (=cmd" in covered
    assert holes.startswith("30 sites left out: s0 (=cmd")
    assert "30 个网站未收入" in covered
    assert not {token.type for token in told.all_tokens()} & {"html_block", "html_inline"}
    assert "Not in this release" not in made(tmp_path, articles).text


def test_columns_left_early_are_not_said_to_be_walked_to_the_end(tmp_path: Path) -> None:
    manifest, _ = release(tmp_path, [article(number, column=f"栏目{number}") for number in range(3)])
    assert "(the last time," not in Card(manifest).text
    for column in manifest["sites"][0]["columns"][:2]:
        column["ended"] = "sealed"
    told = " ".join(Card(manifest).paragraphs().split())
    assert "as nothing new can be expected below (the last time, 2 of 3 columns);" in told
    assert "they read it to its end" in told
    assert "walked every column" not in told


def test_how_far_to_trust_it_is_said(tmp_path: Path) -> None:
    told = " ".join(made(tmp_path, [article(1)]).paragraphs().split())
    assert "How exact. The project measures title, date, source and body on labelled pages of real sites" in told
    assert "nobody has compared its articles with their pages by hand" in told
    again = "Edits and removals are noticed when an article is looked at again, an old one's after many runs"
    assert f"{again}; this site has one run, so none has been yet." in told
    manifest, _ = release(tmp_path, [article(1), article(2, site="real", site_name="某网")])
    assert f"{again}; 2 sites have one run, so none has been yet." in Card(manifest).paragraphs()
    for site in manifest["sites"]:
        site["runs"] = 2
    assert f"{again}.\n" in Card(manifest).paragraphs()


def test_what_a_rule_read_as_empty_is_said_below_the_rules(tmp_path: Path) -> None:
    def read(number: int, rule: str | None, **told: Any) -> Row:
        return article(number, rules={"title": "listed", "date": "printed", "source": rule, "body": "window"}, **told)

    articles = [read(number, "labelled") for number in range(6)]
    articles += [read(6, "labelled", source=None), read(7, "labelled", source=None)]
    articles += [read(8, None, source=None), read(9, "labelled failed", source=None)]
    told = made(tmp_path, articles)
    assert (
        "source was read on 80 % and is filled on 60 % of the articles: on 2, its label (来源：) or chosen element is "
        "there with nothing in it, which is an answer.\n"
    ) in told.paragraphs()
    assert "title was read on" not in told.paragraphs()
    assert "body was read on" not in told.paragraphs()


def test_the_citation_says_whose_texts_they_are_and_where_it_is(tmp_path: Path) -> None:
    manifest, _ = release(tmp_path, [article(1)], url="https://example.org/data_sets/1")
    told = Card(manifest)
    assert (
        "某大学 (2026). 某市长安网 [data set]. Version 2026-11-23 (1.0.0). Texts published by 中共某市委政法委员会. "
        "https://example.org/data_sets/1\n"
    ) in told.paragraphs()
    assert {row[0]: row[1] for row in told.table("", "")}["to be had at 网址"] == "https://example.org/data_sets/1"
    links = {str(token.attrGet("href")) for token in told.all_tokens() if token.type == "link_open"}
    assert "https://example.org/data_sets/1" in links
    assert "to be had at" not in Card(manifest | {"url": None}).text
