"""Whether a crawl brought home what the site holds: speed without the data would mean nothing."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

Record = Mapping[str, Any]
# The share of articles on which a field must be what the truth says. People's spiders take a caption for text, Lanmu
# doesn't, so of a body its beginning is compared, and that it is about as long: a further page isn't missing.
_LEAST = 0.95
_BEGINNING = 20
_LENGTH = 0.9
_WHOLE = "whole body"
_FURTHER = "whole body of several pages"


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
        # How many characters a body must have, and which articles have several pages.
        self._lengths: dict[str, float] = {}
        self._several: set[str] = set()
        columns: set[tuple[str, int]] = set()
        self.pages = 1
        for line in records(file):
            if line["kind"] == "article":
                path = urlsplit(line["url"]).path
                self._articles[path] = compared(line)
                self._lengths[path] = _LENGTH * len(_squeezed(line["body"]))
                if line["pages"] > 1:
                    self._several.add(path)
                self.pages += line["pages"]
            elif line["kind"] == "link":
                columns.add((line["column_url"], line["page"]))
        self.pages += len(columns)

    def check(self, name: str, found: Iterable[Record]) -> None:
        """Exit unless a crawl found every article once, its fields as the truth has them, its body to the end."""
        seen: set[str] = set()
        right = dict.fromkeys(("title", "date", "source", "body", _WHOLE, _FURTHER), 0)
        lines = 0
        for record in found:
            lines += 1
            path = urlsplit(record["url"]).path
            seen.add(path)
            if path not in self._articles:
                raise SystemExit(f"{name} found {path}, which is no article")
            for field, value in compared(record).items():
                right[field] += value == self._articles[path][field]
            whole = len(_squeezed(record["body"])) >= self._lengths[path]
            right[_WHOLE] += whole
            right[_FURTHER] += whole and path in self._several
        if not len(seen) == lines == len(self._articles):
            raise SystemExit(f"{name} found {len(seen)} of {len(self._articles)} articles, in {lines} records")
        for field, count in right.items():
            of = len(self._several) if field == _FURTHER else lines
            if count < _LEAST * of:
                raise SystemExit(f"{name} read the {field} of {count} of {of} articles as the truth has it")
