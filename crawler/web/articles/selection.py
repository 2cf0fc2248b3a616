"""Which articles are asked for: the filters of an address as conditions of SQL."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crawler.web.articles.flags import FLAGS
from crawler.web.page import MissingError, Page
from crawler.web.store.grams import query, words

# How a missing field is told by the table of articles.
_MISSING = {"title": "title IS NULL", "date": "date IS NULL", "source": "source IS NULL", "body": "chars = 0"}
_OF_SITE = "site = (SELECT number FROM sites WHERE name = :site)"
_COLUMN_OF_SITE = f'"column" = (SELECT number FROM columns WHERE name = :column AND {_OF_SITE})'  # noqa: S608
_COLUMN = '"column" IN (SELECT number FROM columns WHERE name = :column)'
_RUN_OF_SITE = f"run = (SELECT number FROM runs WHERE name = :run AND {_OF_SITE})"  # noqa: S608
_RUN = "run IN (SELECT number FROM runs WHERE name = :run)"
_CONDITIONS: Mapping[str, str] = {
    # Not by the rowid (hence +): going through an index in the order of days ends with the first sheet.
    "q": "+number IN (SELECT rowid FROM texts WHERE texts MATCH :q)",
    "source": "source = :source",
    "first": "first = :first",
    "from": "posted >= :from",
    "until": "posted <= :until",
    # The first is the condition of an index.
    "flag": "flags <> '' AND instr(flags, :flag)",
    "removed": "removed IS NOT NULL",
}


@dataclass(frozen=True, slots=True)
class Selection:
    """``filters`` are all there are, ``""`` where one isn't given; ``words`` is what is looked for.

    ``condition`` is SQL that may use ``parameters``.
    """

    filters: Mapping[str, str]
    words: Sequence[str]
    condition: str
    parameters: Mapping[str, str]

    @property
    def counted(self) -> str:
        """SQL that counts the articles."""
        if self.words and [name for name, value in self.filters.items() if value] == ["q"]:
            return "SELECT count(*) FROM texts WHERE texts MATCH :q"
        return f"SELECT count(*) FROM articles WHERE {self.condition}"  # noqa: S608 - of the conditions above

    @property
    def listed(self) -> str:
        """SQL that lists their numbers, the newest first."""
        return f"SELECT number FROM articles WHERE {self.condition} ORDER BY posted DESC, number DESC"  # noqa: S608


def selection_of(page: Page) -> Selection:
    """The articles that the page is asked for.

    Raises :class:`MissingError` for a site that isn't there, and :class:`~crawler.web.asked.BadRequestError`.
    """
    asked = page.asked
    every = {name: asked.text(name) for name in ("q", "site", "column", "source")}
    every |= {name: asked.day(name) for name in ("first", "from", "until")}
    every |= {"flag": asked.choice("flag", FLAGS), "missing": asked.choice("missing", _MISSING)}
    every |= {"removed": asked.choice("removed", {"1"}), "run": asked.text("run")}
    check_site(page, every["site"])
    return Selection(every, words(every["q"]), " AND ".join(_conditions(every)) or "1", _parameters(every))


def _conditions(filters: Mapping[str, str]) -> list[str]:
    if filters["q"] and not words(filters["q"]):
        # Nothing but marks, which no text is found by.
        return ["0"]
    found = [*place_conditions(filters), *(sql for name, sql in _CONDITIONS.items() if filters[name])]
    if filters["run"]:
        found.append(_RUN_OF_SITE if filters["site"] else _RUN)
    if filters["missing"]:
        found.append(_MISSING[filters["missing"]])
    return found


def _parameters(filters: Mapping[str, str]) -> dict[str, str]:
    return {**filters, "q": query(filters["q"]), "flag": f",{filters['flag']},"}


def check_site(page: Page, site: str) -> None:
    """Raise :class:`MissingError` where a site is asked for that isn't served."""
    if site and site not in page.snapshot.sites:
        raise MissingError(page.said(f"没有网站 {site}。", f"There is no site {site}."))


def place_conditions(filters: Mapping[str, str]) -> list[str]:
    """SQL that holds for the rows of the site and the column that are asked for; a column alone is that of any site."""
    if filters["column"]:
        return [_COLUMN_OF_SITE if filters["site"] else _COLUMN]
    return [_OF_SITE] if filters["site"] else []
