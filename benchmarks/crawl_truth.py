"""Whether a crawl brought home what the site holds: speed without the data would mean nothing."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

Record = Mapping[str, Any]
# The share of articles on which a field must be what the truth says. People's spiders take a caption for text, Lanmu
# doesn't, so of a body only its beginning is compared.
_LEAST = 0.95
_BEGINNING = 20


def records(path: Path) -> Iterator[Record]:
    """The objects of a file of JSON lines."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def compared(record: Record) -> dict[str, str]:
    """The four fields as they are compared: without white space, which every reader treats its own way."""
    return {
        "title": _squeezed(record["title"]),
        "date": _squeezed(record["date"])[:10],
        "source": _squeezed(record["source"]),
        "body": _squeezed(record["body"])[:_BEGINNING],
    }


def _squeezed(text: str | None) -> str:
    return "".join((text or "").split())


class Truth:
    """The articles of a site, by path; ``pages`` are all of the job: the home page, the columns', the articles'."""

    def __init__(self, file: Path) -> None:
        self._articles: dict[str, dict[str, str]] = {}
        columns: set[tuple[str, int]] = set()
        self.pages = 1
        for line in records(file):
            if line["kind"] == "article":
                self._articles[urlsplit(line["url"]).path] = compared(line)
                self.pages += line["pages"]
            elif line["kind"] == "link":
                columns.add((line["column_url"], line["page"]))
        self.pages += len(columns)

    def check(self, name: str, found: Iterable[Record]) -> None:
        """Exit unless a crawl found every article once, its fields as the truth has them."""
        seen: set[str] = set()
        right = dict.fromkeys(("title", "date", "source", "body"), 0)
        lines = 0
        for record in found:
            lines += 1
            path = urlsplit(record["url"]).path
            seen.add(path)
            if path not in self._articles:
                raise SystemExit(f"{name} found {path}, which is no article")
            for field, value in compared(record).items():
                right[field] += value == self._articles[path][field]
        if not len(seen) == lines == len(self._articles):
            raise SystemExit(f"{name} found {len(seen)} of {len(self._articles)} articles, in {lines} records")
        for field, count in right.items():
            if count < _LEAST * lines:
                raise SystemExit(f"{name} read the {field} of {count} of {lines} articles as the truth has it")
