"""What changes on a running site, by ``/__sandbox__/…`` and by ``--churn``: it shows at once, and the truth says so."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from parsel import Selector
from sandbox_client import Answer, Record, ask, lines, of_kind, path_of
from sandbox_walkers import WALKERS, Reader, unscrambled

from crawler.sandbox.identity import identity  # noqa: TID251
from crawler.sandbox.process import running_sandbox  # noqa: TID251
from crawler.sandbox.sites import profiles  # noqa: TID251

SITES = ("demo", "trs", "ajax", "gkmlpt", "phpcms", "jpage", "browser")
BEIJING = dt.timezone(dt.timedelta(hours=8))


class Controlled:
    """A running site with its control, and a reader of what it serves."""

    def __init__(self, homepage: str, site: str) -> None:
        self.homepage = homepage
        self.site = site

    def do(self, action: str) -> list[Record]:
        """The articles an action tells of."""
        answer = ask(self.homepage, f"/__sandbox__/{action}", method="POST")
        assert answer.status == 200, answer.body.decode()
        articles: list[Record] = answer.json()["articles"]
        return articles

    def get(self, url: str) -> Answer:
        return ask(self.homepage, path_of(url))

    def truth(self) -> list[Record]:
        answer = ask(self.homepage, "/__sandbox__/truth")
        assert answer.status == 200
        return [Answer(200, {}, line).json() for line in answer.body.splitlines()]

    def rows(self, url: str) -> list[Record]:
        """The rows of the truth that lead to an article."""
        return [line for line in of_kind(self.truth(), "link") if line["url"] == url]

    def article(self, url: str) -> Record:
        (found,) = (line for line in of_kind(self.truth(), "article") if line["url"] == url)
        return found

    def walk(self, column_url: str) -> list[list[str]]:
        """What the pages of a column link to, read by the conventions of the family."""
        walker = WALKERS["jeecms" if self.site == "demo" else self.site]
        pages = walker(Wire(self.homepage), column_url)
        return [[identity(link) for link in page] for page in pages]

    def text(self, url: str) -> str:
        """A page as its reader sees it."""
        reader = Wire(self.homepage)
        return unscrambled(reader, url) if self.site == "browser" else reader.text(url)


class Wire(Reader):
    """Reads a running site."""

    def __init__(self, homepage: str) -> None:
        self.homepage = homepage

    def bytes(self, url: str) -> bytes:
        answer = ask(self.homepage, path_of(url))
        assert answer.status == 200, url
        return answer.body


@contextmanager
def controlled(site: str, *options: str, seed: int = 1) -> Iterator[Controlled]:
    common = ("--site", site, "--seed", str(seed), "--articles", "120", "--still")
    with running_sandbox(*common, *options) as homepage:
        yield Controlled(homepage, site)


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


def is_sum(one: Controlled, column: Record) -> bool:
    trails = [line["trail"] for line in of_kind(one.truth(), "column")]
    return any(trail[:-1] == [column["column"]] for trail in trails)


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
