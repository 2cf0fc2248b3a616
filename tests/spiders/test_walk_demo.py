"""A whole crawl of the sandbox's demo site: complete, exact, accounted for; the second one finds nothing new."""

import hashlib
import re
from collections import Counter
from urllib.parse import urlsplit

from conftest import ARTICLES, DemoCrawls
from support import violations

from crawler.items import EXPORTED


def column_pages(demo: DemoCrawls) -> set[str]:
    """The paths of all pages of the columns, by the truth."""
    return {
        urlsplit(line["column_url"].replace("index.", "index." if line["page"] == 1 else f"index_{line['page']}.")).path
        for line in demo.truth
        if line["kind"] == "link"
    }


def column_of(path: str) -> str:
    """The path of a column's first page, from that of any."""
    return re.sub(r"index_\d+\.", "index.", path)


def looked_at_again(demo: DemoCrawls) -> list[str]:
    """The first page of each column that has a second, and the page with the own place of a row pinned on the first."""
    pages, again = column_pages(demo), set()
    links = [line for line in demo.truth if line["kind"] == "link"]
    first = {(line["column"], line["url"]): line["position"] for line in links if line["page"] == 1}
    for line in links:
        column = urlsplit(line["column_url"]).path
        if column.replace("index.", "index_2.") in pages:
            again.add(column)
        if line["page"] > 1 and first.get((line["column"], line["url"]), line["position"]) != line["position"]:
            again.add(column.replace("index.", f"index_{line['page']}."))
    return sorted(again)


def test_the_crawl_is_complete_and_says_so_in_one_line(demo: DemoCrawls) -> None:
    done, run = demo.done[0], demo.runs[0]
    assert done.returncode == 0
    assert done.stderr.splitlines()[-1].startswith("demo complete: 9 columns, ")
    assert f"listed = {ARTICLES} written + 0 known" in done.stderr
    assert done.stderr.rstrip().endswith(f"dataset: data/demo/runs, this run: {run.folder.name}")
    assert done.stderr.count("\n") == 1, done.stderr
    assert (run.report["verdict"], run.report["exit_code"]) == ("complete", 0)


def test_the_dataset_equals_the_truth(demo: DemoCrawls) -> None:
    assert (demo.compared.returncode, demo.compared.stderr) == (0, ""), demo.compared.stdout
    assert f"{ARTICLES} articles: {ARTICLES} exact" in demo.compared.stdout


def test_the_account_closes_per_column_and_in_sum(demo: DemoCrawls) -> None:
    for run in demo.runs:
        accounts = [column["account"] for column in run.report["columns"]]
        for account in (*accounts, run.report["account"]):
            settled = account["written"] + account["known"] + account["repeated"]
            settled += sum(account["dropped"].values()) + sum(account["failed"].values())
            assert account["listed"] == settled
            assert account["closes"] is True
        assert sum(account["listed"] for account in accounts) == run.report["account"]["listed"] == len(run.links)


def test_the_report_counts_what_is_on_disk(demo: DemoCrawls) -> None:
    run = demo.runs[0]
    for column in run.report["columns"]:
        lines = [link for link in run.links if link["column"] == column["column"]]
        outcomes = Counter(link["outcome"] for link in lines)
        assert [outcomes[name] for name in ("written", "known", "repeated")] == [
            column["account"][name] for name in ("written", "known", "repeated")
        ]
        assert Counter(link["reason"] for link in lines if link["outcome"] == "dropped") == column["account"]["dropped"]


def test_every_column_ended_walked(demo: DemoCrawls) -> None:
    columns = demo.runs[0].report["columns"]
    assert {line["column"] for line in demo.truth if line["kind"] == "link"} == {c["column"] for c in columns}
    for column in columns:
        assert column["ended"] == "walked"
        assert column["pages"]["walked"] == column["pages"]["declared"] >= 1
        assert column["pages"]["failed"] == []
        assert column["declared_items"] in {None, column["account"]["listed"]}
    assert any(column["declared_items"] for column in columns)


def test_the_manifest_agrees_with_the_files(demo: DemoCrawls) -> None:
    for run in demo.runs:
        assert run.manifest["files"].keys() == {"articles.jsonl", "links.jsonl", "report.json"}
        for name, entry in run.manifest["files"].items():
            content = (run.folder / name).read_bytes()
            assert entry == {
                "bytes": len(content),
                "lines": content.count(b"\n"),
                "sha256": hashlib.sha256(content).hexdigest(),
            }
        counts = {"articles": len(run.articles), "links": len(run.links)}
        assert run.manifest["counts"] == {**counts, "revisits": 0, "revisions": 0, "removals": 0}
        assert run.manifest["verdict"] == "complete"


def test_the_run_folder_holds_four_whole_files(demo: DemoCrawls) -> None:
    for run in demo.runs:
        names = {path.name for path in run.folder.iterdir()}
        assert names == {"articles.jsonl", "links.jsonl", "report.json", "manifest.json"}


def test_the_demo_says_that_it_is_invented(demo: DemoCrawls) -> None:
    assert "演示数据" in demo.runs[0].manifest["notice"]
    assert all("演示数据" in article["site_name"] for article in demo.runs[0].articles)


def test_records_have_the_fields_of_items_in_order(demo: DemoCrawls) -> None:
    for article in demo.runs[0].articles:
        assert tuple(article) == EXPORTED


def test_records_follow_the_schema_in_the_manifest(demo: DemoCrawls) -> None:
    run = demo.runs[0]
    assert [text for article in run.articles for text in violations(run.manifest["schema"], article)] == []


def test_missing_values_are_null(demo: DemoCrawls) -> None:
    articles = demo.runs[0].articles
    empty = {name for article in articles for name, value in article.items() if value in ("", "NULL", "None")}
    assert empty <= {"body"}
    assert any(article["source"] is None for article in articles)


def test_ids_are_unique_and_every_written_link_has_its_article(demo: DemoCrawls) -> None:
    run = demo.runs[0]
    ids = [article["id"] for article in run.articles]
    assert len(set(ids)) == len(ids) == ARTICLES
    assert sorted(link["id"] for link in run.links if link["outcome"] == "written") == sorted(ids)
    assert {link["id"] for link in run.links if link["outcome"] == "repeated"} <= set(ids)


def test_hashes_are_those_the_dictionary_promises(demo: DemoCrawls) -> None:
    for article in demo.runs[0].articles:
        joined = "\x1f".join(article[name] or "" for name in ("title", "date", "source", "body"))
        assert article["content_sha256"] == hashlib.sha256(joined.encode()).hexdigest()
        assert len(article["page_sha256"]) == 64


def test_times_are_beijing_time(demo: DemoCrawls) -> None:
    run = demo.runs[0]
    times = [article["fetched_at"] for article in run.articles]
    times += [article["published"] for article in run.articles if article["published"]]
    times += [run.report[name] for name in ("started_at", "finished_at")]
    assert all(time.endswith("+08:00") for time in times)
    for article in run.articles:
        assert article["published"] is None or article["published"].startswith(article["date"])


def test_chinese_is_written_as_itself(demo: DemoCrawls) -> None:
    for name in ("articles.jsonl", "links.jsonl", "report.json", "manifest.json"):
        text = (demo.runs[0].folder / name).read_text(encoding="utf-8")
        assert "\\u" not in text
        assert "云泽" in text or "队伍建设" in text


def test_records_name_their_run_and_site(demo: DemoCrawls) -> None:
    run = demo.runs[0]
    assert {(article["run"], article["site"], article["status"]) for article in run.articles} == {
        (run.folder.name, "demo", 200)
    }


def test_a_second_crawl_writes_nothing_and_is_complete(demo: DemoCrawls) -> None:
    done, run = demo.done[1], demo.runs[1]
    assert done.returncode == 0
    assert run.articles == []
    assert run.report["verdict"] == "complete"
    account = run.report["account"]
    assert (account["written"], account["known"]) == (0, account["listed"] - sum(account["dropped"].values()))
    first = demo.runs[0].report["account"]["dropped"]
    assert account["dropped"] == {"external": first["external"], "gone_before": first["gone"]}


def test_a_second_crawl_fetches_no_article_and_no_page_below_the_seals(demo: DemoCrawls) -> None:
    """Of a column of three pages or more the first, the second and the first again; shorter ones are read whole."""
    pages = column_pages(demo)
    sealed = {column_of(path) for path in pages if "index_3." in path}
    asked = [path for path in (*pages, *looked_at_again(demo)) if column_of(path) not in sealed]
    asked += [path for column in sealed for path in (column, column, column.replace("index.", "index_2."))]
    ended = {urlsplit(column["url"]).path: column["ended"] for column in demo.runs[1].report["columns"]}
    assert sealed
    assert sorted(demo.requested[1]) == sorted([*asked, "/", "/robots.txt"])
    assert {path for path, word in ended.items() if word == "sealed"} == sealed


def test_no_page_is_asked_for_twice_but_the_first_of_several(demo: DemoCrawls) -> None:
    """Page 1 of a column of several pages is looked at again at the end: the list may have moved meanwhile."""
    dead = {urlsplit(line["url"]).path for line in demo.truth if line.get("target") == "dead"}
    counts = Counter(path for path in demo.requested[0] if path not in dead)
    assert {path: count for path, count in counts.items() if count > 1} == dict.fromkeys(looked_at_again(demo), 2)
