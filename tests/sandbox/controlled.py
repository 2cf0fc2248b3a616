"""A running site that tests change by ``/__sandbox__/…``."""

from collections.abc import Iterator
from contextlib import contextmanager

from sandbox_client import Answer, Record, ask, of_kind, path_of
from sandbox_walkers import WALKERS, Reader, unscrambled
from support import running_sandbox

from crawler.sandbox.identity import identity  # noqa: TID251


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


def is_sum(one: Controlled, column: Record) -> bool:
    trails = [line["trail"] for line in of_kind(one.truth(), "column")]
    return any(trail[:-1] == [column["column"]] for trail in trails)
