"""What ``/__sandbox__/…`` and ``--churn`` do with a running site: whom they choose, and what they refuse."""

from pathlib import Path
from urllib.parse import quote

import pytest
from controlled import controlled, is_sum
from sandbox_client import ask, lines, of_kind, path_of

from crawler.sandbox.identity import identity  # noqa: TID251
from crawler.sandbox.sites import profiles  # noqa: TID251


def test_the_column_above_lists_what_is_published_below() -> None:
    with controlled("trs") as one:
        columns = of_kind(one.truth(), "column")
        parent = next(line for line in columns if line["form"] == "list" and is_sum(one, line))
        child = next(line for line in columns if line["trail"][:-1] == [parent["column"]] and line["rows"])
        (article,) = one.do(f"publish?column={quote(path_of(child['url']))}")
        assert {row["column"] for row in one.rows(article["url"])} == {child["column"], parent["column"]}
        assert identity(article["url"]) in one.walk(parent["url"])[0]


def test_the_same_seed_changes_the_same_articles() -> None:
    def told(seed: int) -> list[list[str]]:
        with controlled("trs", seed=seed) as one:
            actions = ("publish?count=3", "edit?count=5", "delete?count=4", "move?count=2", "edit?count=5")
            answers = [one.do(action) for action in actions]
            # Another port each time.
            return [[f"{path_of(one['url'])} {one['changed']}" for one in answer] for answer in answers]

    first = told(3)
    assert told(3) == first
    assert told(4) != first


def test_deleted_articles_are_never_chosen_again() -> None:
    with controlled("demo") as one:
        gone = one.do("delete?count=100")
        assert len({article["url"] for article in gone}) == 100
        rest = one.do("edit?count=100")
        assert len(rest) == 20
        assert not {article["url"] for article in gone} & {article["url"] for article in rest}
        assert len(one.do("delete?count=100")) == 20
        assert one.do("delete") == one.do("edit") == one.do("move") == []
        assert one.get("/").status == 200


def test_what_cannot_be_done_is_told() -> None:
    with controlled("demo") as one:
        (gone,) = one.do("delete")
        for action, said in (
            ("edit?url=/none", "no article of this site"),
            (f"edit?url={gone['url']}", "restore it first"),
            ("restore?url=/dwjs/index.jhtml", "no article"),
            ("restore", "takes the url"),
            ("publish?column=none", "dwjs"),
            ("publish?count=0", "from 1 to 10000"),
            ("publish?row=x", "row=x"),
            ("edit?field=author", "title, body, source, date"),
            ("delete?how=500", "404, 410, soft404, home"),
            ("delete?listed=2", "0, 1"),
            ("move?url=/", "move takes count, not url"),
        ):
            answer = ask(one.homepage, f"/__sandbox__/{action}", method="POST")
            assert (answer.status, list(answer.json())) == (400, ["error"]), action
            assert said in answer.json()["error"]
        for method, path in (("POST", "explode"), ("GET", "publish"), ("POST", "truth")):
            answer = ask(one.homepage, f"/__sandbox__/{path}", method=method)
            assert answer.status == 404
            assert "POST publish, edit, delete, restore, move" in answer.json()["error"]


def test_control_is_neither_logged_nor_faulty_nor_linked(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with controlled("demo", "--fault", "all=500", "--log", str(log), "--churn", "delete=1") as one:
        one.do("publish")
        assert len(of_kind(one.truth(), "article")) == 121
        assert one.get("/").status == 500
        assert len(of_kind(one.truth(), "article")) == 120
    assert [line["path"] for line in lines(log)] == ["/"]


def test_validators_change_with_an_edit_and_only_then() -> None:
    with controlled("trs", "--validators") as one:
        url = of_kind(one.truth(), "article")[3]["url"]
        tag, date = (one.get(url).headers[name] for name in ("etag", "last-modified"))
        one.do("publish")
        assert one.get(url).headers["etag"] == tag
        seen = {date}
        for _ in range(3):
            one.do(f"edit?url={quote(url)}&field=body")
            for condition in ({"If-None-Match": tag}, {"If-Modified-Since": date}):
                answer = ask(one.homepage, path_of(url), headers=condition)
                assert answer.status == 200
            tag, date = answer.headers["etag"], answer.headers["last-modified"]
            seen.add(date)
            assert ask(one.homepage, path_of(url), headers={"If-None-Match": tag}).status == 304
        # However fast they follow each other, each edit has a date of its own.
        assert len(seen) == 4


@pytest.mark.parametrize("site", ["demo", "ajax", "phpcms"])
def test_churn_changes_the_site_by_itself(site: str) -> None:
    with controlled(site, "--churn", "publish=2,edit=3,delete=10,move=5") as one:
        before = {line["url"]: line for line in of_kind(one.truth(), "article")}
        for _ in range(30):
            assert one.get("/").status == 200
        after = {line["url"]: line for line in of_kind(one.truth(), "article")}
    gone, new = set(before) - set(after), set(after) - set(before)
    # Fifteen were published and three deleted, perhaps one of the new ones among them.
    assert len(new) - len(gone) == 15 - 3
    assert len(new) >= 12
    assert any(after[url] != before[url] for url in set(before) & set(after))


@pytest.mark.parametrize("name", sorted(profiles()))
def test_every_site_serves_what_its_truth_says_after_changes(name: str) -> None:
    with controlled(name) as one:
        for action in ("publish?count=4", "edit?count=9", "delete?count=6", "delete?count=2&listed=1", "move?count=3"):
            one.do(action)
        truth = one.truth()
        for line in of_kind(truth, "article")[::7]:
            assert one.get(line["url"]).status == 200
        links = of_kind(truth, "link")
        columns = {line["column_url"] for line in links if line["column_url"]}
        for column in sorted(columns)[:4]:
            listed = {identity(line["url"]) for line in links if line["column_url"] == column}
            assert listed <= {link for page in one.walk(column) for link in page}
