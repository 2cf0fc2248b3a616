"""What changes on a running site, by ``/__sandbox__/…``: it shows at once, and the truth says so."""

import datetime as dt
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from controlled import Controlled, controlled, is_sum
from parsel import Selector
from sandbox_client import Record, of_kind

from crawler.sandbox.identity import identity  # noqa: TID251

SITES = ("demo", "trs", "ajax", "gkmlpt", "phpcms", "jpage", "browser")
BEIJING = dt.timezone(dt.timedelta(hours=8))


@pytest.fixture(scope="module", params=SITES)
def one(request: pytest.FixtureRequest) -> Iterator[Controlled]:
    """A site that several tests change, each from where the one before has left it."""
    with controlled(request.param) as running:
        yield running


def today() -> dt.date:
    return dt.datetime.now(BEIJING).date()


def test_published_articles_stand_on_top_everywhere(one: Controlled) -> None:
    before = one.truth()
    new = one.do("publish?count=3")
    assert len({article["url"] for article in new}) == 3
    truth = one.truth()
    assert len(of_kind(truth, "article")) == len(of_kind(before, "article")) + 3
    for article in new:
        assert article["changed"] == ["new"]
        told = one.article(article["url"])
        assert told["date"] in {today().isoformat(), (today() - dt.timedelta(days=1)).isoformat()}
        assert one.get(article["url"]).status == 200
        assert told["body"].split("\n")[0][:12] in printed(one.text(article["url"]))
        rows = one.rows(article["url"])
        assert article["column"] in {row["column"] for row in rows}
        assert all(identity(article["url"]) in one.walk(row["column_url"])[0] for row in rows)
    # The home page has a box for each column, or the newest of all beside them.
    assert identity(new[-1]["url"]) in {identity(link) for link in hrefs(one.text(one.homepage))}


def printed(html: str) -> str:
    """The text of a page, whatever elements and entities it stands in."""
    return Selector(html.replace("</html>", "").replace("</body>", "")).xpath("string()").get() or ""


def hrefs(html: str) -> list[str]:
    return [part.split('"')[0].replace("&amp;", "&") for part in html.split('href="')[1:]]


def test_a_column_grows_by_pages_and_shrinks_again(one: Controlled) -> None:
    rows = [(line["column_url"], line["column"]) for line in of_kind(one.truth(), "link")]
    column, name = max(sorted(set(rows)), key=rows.count)
    pages = len(one.walk(column))
    new = one.do(f"publish?count=60&column={quote(name)}")
    assert {article["column"] for article in new} == {name}
    grown = one.walk(column)
    assert len(grown) > pages
    assert {identity(article["url"]) for article in new} <= {link for page in grown for link in page}
    for article in new:
        one.do(f"delete?url={quote(article['url'])}")
    shrunk = one.walk(column)
    assert len(shrunk) == pages
    assert not {identity(article["url"]) for article in new} & {link for page in shrunk for link in page}


def test_an_edit_shows_in_the_article_and_in_its_rows(one: Controlled) -> None:
    url = of_kind(one.truth(), "article")[5]["url"]
    for field in ("title", "body", "source", "date"):
        before, rows = one.article(url), one.rows(url)
        page = one.text(url)
        (told,) = one.do(f"edit?url={quote(url)}&field={field}")
        assert (told["url"], told["changed"]) == (url, [field])
        assert told["column"] in {row["column"] for row in rows}
        after = one.article(url)
        assert {name for name in after if after[name] != before[name]} - {"published"} == {field}
        assert one.text(url) != page
        follows = {"title": "list_title", "date": "list_date"}.get(field)
        for old, new in zip(rows, one.rows(url), strict=True):
            changed = {name for name in new if new[name] != old[name]}
            assert changed <= {follows}
            assert (follows == "list_title") == ("list_title" in changed)
    assert after["title"][:6] in one.text(url)


def test_random_edits_say_what_they_changed(one: Controlled) -> None:
    before = {line["url"]: line for line in of_kind(one.truth(), "article")}
    edited = one.do("edit?count=20")
    after = {line["url"]: line for line in of_kind(one.truth(), "article")}
    assert len({article["url"] for article in edited}) == 20
    differing = {
        url: sorted({name for name in line if line[name] != before[url][name]} - {"published"})
        for url, line in after.items()
        if line != before[url]
    }
    assert differing == {article["url"]: sorted(article["changed"]) for article in edited}


def test_deleted_articles_answer_as_told_and_come_back(one: Controlled) -> None:
    before = one.truth()
    for how, status in {"404": 404, "410": 410, "soft404": 200, "home": 302}.items():
        (article,) = one.do(f"delete?how={how}")
        url = article["url"]
        answer = one.get(url)
        assert (answer.status, answer.headers.get("location")) == (status, "/" if how == "home" else None)
        if how == "soft404":
            assert any(word in one.text(url) for word in ("不存在", "404", "已下架"))
        truth = one.truth()
        assert url not in {line["url"] for line in truth}
        assert len(of_kind(truth, "article")) == len(of_kind(before, "article")) - 1
        column = next(line["column_url"] for line in before if line["kind"] == "link" and line["url"] == url)
        assert identity(url) not in {link for page in one.walk(column) for link in page}
        assert one.do(f"restore?url={quote(url)}") == [{**article, "changed": ["restored"]}]
        assert sorted(map(str, one.truth())) == sorted(map(str, before))
        assert one.get(url).status == 200


def test_a_deleted_article_may_stay_listed(one: Controlled) -> None:
    before = one.truth()
    (article,) = one.do("delete?listed=1")
    url = article["url"]
    assert one.get(url).status == 404
    own = [line for line in of_kind(before, "link") if line["url"] == url]
    assert one.rows(url) == [{**line, "target": "dead"} for line in own]
    assert identity(url) in {link for page in one.walk(own[0]["column_url"]) for link in page}
    one.do(f"restore?url={quote(url)}")
    assert one.rows(url) == own


def test_a_late_post_stands_in_the_middle_with_an_old_date(one: Controlled) -> None:
    columns = [line for line in of_kind(one.truth(), "column") if line["rows"] > 8 and line["form"] == "list"]
    path = "dwjs" if one.site == "demo" else quote(columns[0]["column"])
    if one.site != "demo" and is_sum(one, columns[0]):
        path = quote(columns[1]["column"])
    (article,) = one.do(f"publish?column={path}&row=4&days_ago=12")
    assert one.article(article["url"])["date"] == (today() - dt.timedelta(days=12)).isoformat()
    row = one.rows(article["url"])[0]
    pinned = row["position"] - 4 if row["position"] else 0
    assert pinned in {0, 1, 2}


def test_moves_change_places_and_nothing_else(one: Controlled) -> None:
    before = one.truth()
    moved = one.do("move?count=5")
    after = one.truth()
    assert [article["changed"] for article in moved] == [["place"]] * 5
    assert of_kind(before, "article") == of_kind(after, "article")
    assert of_kind(before, "link") != of_kind(after, "link")

    def targets(truth: list[Record]) -> list[tuple[str, str]]:
        return sorted((line["column"], line["url"]) for line in of_kind(truth, "link"))

    assert targets(before) == targets(after)
