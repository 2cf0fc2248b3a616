"""A crawl against the truth: both as parsed lines in, every difference out."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .identity import identity

Line = Mapping[str, Any]

_FIELDS = ("title", "date", "published", "source", "author", "body", "attachments", "images")
_ENTRY_KEYS = {"attachments": ("url", "name", "type"), "images": ("url", "alt")}
# Outcomes of a link whose article the data holds, and the reasons to drop the others.
_HAD = {"written", "known", "repeated"}
_REASONS = {"dead": "gone", "external": "external"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that is not as expected; ``place`` names the article or the listing."""

    place: str
    expected: object
    found: object


@dataclass(slots=True)
class Report:
    """All differences of articles or of listings; ``fields`` goes from a name to its differences."""

    total: int
    missing: list[str] = field(default_factory=list)
    double: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    fields: dict[str, list[Difference]] = field(default_factory=dict)

    def differing(self) -> set[str]:
        """The places with at least one differing field."""
        return {difference.place for differences in self.fields.values() for difference in differences}

    def exact(self) -> int:
        """How many things of the truth are there once and the same in every field."""
        return self.total - len({*self.missing, *self.double, *self.differing()})

    def clean(self) -> bool:
        """Whether nothing is missing, double, unknown or different."""
        return self.exact() == self.total and not self.unknown

    def add(self, name: str, place: str, expected: object, found: object) -> None:
        """Note a field's value; only a difference is kept."""
        if expected != found:
            self.fields.setdefault(name, []).append(Difference(place, expected, found))


def compare_articles(truth: Sequence[Line], records: Sequence[Line]) -> Report:
    """Compare the records of a crawl with all lines of the truth."""
    expected = {identity(line["url"]): line for line in truth if line["kind"] == "article"}
    columns: dict[str, set[str]] = {}
    for line in truth:
        if line["kind"] == "link":
            columns.setdefault(identity(line["url"]), set()).add(line["column"])
    report, found = _matched(expected, records, lambda record: identity(record["url"]))
    for place, record in found.items():
        for name in _FIELDS:
            report.add(name, place, _value(expected[place], name), _value(record, name))
        if record.get("column") not in columns.get(place, set()):
            report.add("column", place, sorted(columns.get(place, set())), record.get("column"))
    return report


def compare_listings(truth: Sequence[Line], links: Sequence[Line]) -> Report:
    """Compare the listings of a crawl with all lines of the truth.

    Where the truth names no page, a column must list each of its articles, anywhere and as often as it likes.
    """
    listed = [line for line in truth if line["kind"] == "link"]
    open_columns = {line["column"] for line in listed if line["page"] is None}

    def name(line: Line) -> str:
        place = identity(line["url"])
        if line["column"] in open_columns:
            return f"{line['column']}: {place}"
        return f"{line['column']} page {line['page']} row {line['position']}: {place}"

    expected = {name(line): line for line in listed}
    times = Counter(identity(line["url"]) for line in listed)
    report, found = _matched(expected, links, name)
    report.double = [place for place in report.double if expected[place]["column"] not in open_columns]
    for place, link in found.items():
        line = expected[place]
        report.add("list_title", place, line["list_title"], link.get("list_title"))
        if line["list_date"]:
            # A list that prints no year leaves the day to the crawler's judgement.
            report.add("list_date", place, line["list_date"], link.get("list_date"))
        report.add("outcome", place, *_outcomes(line["target"], link, again=times[identity(line["url"])] > 1))
    return report


def _matched(
    expected: Mapping[str, Line], lines: Iterable[Line], name: Callable[[Line], str]
) -> tuple[Report, dict[str, Line]]:
    """The report on what is there at all, and the first line found for each expected place."""
    found: dict[str, Line] = {}
    counts: Counter[str] = Counter()
    for line in lines:
        place = name(line)
        counts[place] += 1
        found.setdefault(place, line)
    report = Report(
        total=len(expected),
        missing=[place for place in expected if place not in counts],
        double=[place for place, count in counts.items() if count > 1 and place in expected],
        unknown=[place for place in counts if place not in expected],
    )
    return report, {place: line for place, line in found.items() if place in expected}


def _outcomes(target: str, link: Line, *, again: bool) -> tuple[object, object]:
    """What became of a link: expected and found; any way to have the article will do.

    ``again``: the same target is listed elsewhere too, so its fate may be settled there.
    """
    found = [link.get("outcome"), link.get("reason")]
    if target == "article":
        return "written, known or repeated", "written, known or repeated" if found[0] in _HAD else found
    # A dead link isn't asked for again and again; that of an article deleted since is known from when it was there.
    settled = found == ["dropped", "gone_before"] or found[0] == "known" or (again and found[0] == "repeated")
    if target == "dead" and settled:
        return found, found
    return ["dropped", _REASONS[target]], found


def _value(line: Line, name: str) -> object:
    """A field's value to compare: an absent text or list is empty, entries keep the keys the truth knows."""
    value = line.get(name)
    if name in _ENTRY_KEYS:
        entries = [{part: entry.get(part) for part in _ENTRY_KEYS[name]} for entry in value or []]
        return [{**entry, "url": identity(entry["url"])} for entry in entries]
    return value or "" if name == "body" else value
