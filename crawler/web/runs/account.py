"""What a run's report tells of links and failures, as the page of a run shows it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from crawler.dataset.runs import Run
from crawler.health.finding import Language
from crawler.health.reasons import Cause, cause_of
from crawler.web.charts.account import Part
from crawler.web.runs.links import fragments, lines_with
from crawler.web.runs.reasons import reason_words
from crawler.web.texts import NAMES

_WHOLE = ("written", "known", "repeated")
_BY_REASON = ("dropped", "failed")


@dataclass(slots=True)
class Failure:
    """Pages, or links, of one column that failed for one reason; ``again``: links asked for again; an example."""

    column: str | None
    reason: str
    url: str
    pages: int = 0
    links: int = 0
    again: bool = False


@dataclass(slots=True)
class FailureGroup:
    """Failures that one person's deed mends."""

    cause: Cause
    failures: list[Failure] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(one.pages + one.links for one in self.failures)


def parts_of(account: Mapping[str, Any], language: Language) -> list[Part]:
    """What became of the links, in the order of the sum; the commonest reason first."""
    parts = [Part(name, account[name], NAMES[name].said(language)) for name in _WHOLE]
    for name in _BY_REASON:
        for reason, count in sorted(account[name].items(), key=lambda one: -one[1]):
            told = f"{NAMES[name].said(language)}: {reason_words(reason).said(language)}"
            parts.append(Part(name, count, told, reason))
    return [part for part in parts if part.count]


def difference(account: Mapping[str, Any]) -> int:
    """How many of the links listed are not accounted for."""
    settled = sum(account[name] for name in _WHOLE) + sum(sum(account[name].values()) for name in _BY_REASON)
    return int(account["listed"] - settled)


def failures_of(run: Run, report: Mapping[str, Any]) -> list[FailureGroup]:
    """Everything that failed, by what a person does about it, the commonest first."""
    found: dict[tuple[str, str | None, str], Failure] = {}
    for column in report["columns"]:
        for page in column["pages"]["failed"]:
            place = ("page", column["column"], page["reason"])
            one = found.setdefault(place, Failure(column["column"], page["reason"], page["url"]))
            one.pages += 1
    if report["account"]["failed"]:
        for line in lines_with(run, fragments("", "failed")):
            link = json.loads(line)
            again, reason = link["page"] is None, link["reason"] or "unknown"
            place = ("again" if again else "link", link["column"], reason)
            one = found.setdefault(place, Failure(link["column"], reason, link["url"], again=again))
            one.links += 1
    return _grouped(found.values())


def _grouped(failures: Iterable[Failure]) -> list[FailureGroup]:
    groups: dict[str, FailureGroup] = {}
    for one in failures:
        cause = cause_of(one.reason)
        groups.setdefault(cause.kind, FailureGroup(cause)).failures.append(one)
    for group in groups.values():
        group.failures.sort(key=lambda one: -(one.pages + one.links))
    return sorted(groups.values(), key=lambda group: -group.count)


def statuses(requests: Mapping[str, int]) -> Sequence[tuple[str, int]]:
    """Answers by status, then what came instead of one, by the exception's name."""
    answers = [(key.rpartition("/")[2], count) for key, count in requests.items() if "status_count/" in key]
    other = [
        (key.rpartition(".")[2], count) for key, count in requests.items() if key.startswith("exception_type_count/")
    ]
    return [*answers, *other]
