"""What the tests share: the ``lanmu`` command as a process of its own, and the runs it leaves."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import warm

Record = dict[str, Any]
Done = subprocess.CompletedProcess[str]
COMMAND = [sys.executable, "-m", "crawler.cmdline"]
# What the sandbox says first, a whole line.
_HOMEPAGE = re.compile(r"\A\S+ (http://\S+)\n")


def environment(settings: str = "crawler.settings") -> dict[str, str]:
    """The environment of a command, with the settings module named, whatever the caller's own says."""
    return {**os.environ, "SCRAPY_SETTINGS_MODULE": settings}


def lanmu(
    *arguments: str | Path, cwd: Path, settings: str = "crawler.settings", env: Mapping[str, str] | None = None
) -> Done:
    """Run ``lanmu`` in the folder ``cwd``; ``env`` is what its environment holds besides."""
    words = [str(argument) for argument in arguments]
    return Done([*COMMAND, *words], *warm.call(words, cwd, {**environment(settings), **(env or {})}, 300))


@contextmanager
def running_sandbox(*options: str) -> Iterator[str]:
    """``lanmu sandbox`` as a process of its own; yields its home page's address, and ends in order."""
    with warm.calling(["sandbox", *options], Path.cwd(), environment(), 60) as sandbox:
        try:
            yield sandbox.says(_HOMEPAGE)[1]
        finally:
            code = sandbox.end()
        assert (code, sandbox.said()[1]) == (0, "")


def crawl_arguments(site: str, homepage: str, *options: str | Path) -> list[str]:
    """Those of ``lanmu`` for a crawl without delay and back-off."""
    without = ("-s", "DOWNLOAD_DELAY=0", "-s", "RETRY_BACKOFF=0")
    return ["crawl", site, "-a", f"homepage={homepage}", *without, *map(str, options)]


def crawl(
    site: str,
    homepage: str,
    *options: str | Path,
    cwd: Path,
    settings: str = "crawler.settings",
    env: Mapping[str, str] | None = None,
) -> Done:
    """``lanmu crawl`` on a loopback address, without delay and back-off; the dataset is ``cwd/data``."""
    return lanmu(*crawl_arguments(site, homepage, *options), cwd=cwd, settings=settings, env=env)


def read_lines(path: Path) -> list[Record]:
    """The objects of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@dataclass(frozen=True)
class Run:
    """The folder of a finished run."""

    folder: Path

    @cached_property
    def articles(self) -> list[Record]:
        return read_lines(self.folder / "articles.jsonl")

    @cached_property
    def links(self) -> list[Record]:
        return read_lines(self.folder / "links.jsonl")

    @cached_property
    def revisits(self) -> list[Record]:
        return self._lines_if_any("revisits.jsonl")

    @cached_property
    def revisions(self) -> list[Record]:
        return self._lines_if_any("revisions.jsonl")

    @cached_property
    def removals(self) -> list[Record]:
        return self._lines_if_any("removals.jsonl")

    @cached_property
    def report(self) -> Record:
        return self._object("report.json")

    @cached_property
    def manifest(self) -> Record:
        return self._object("manifest.json")

    def _lines_if_any(self, name: str) -> list[Record]:
        path = self.folder / name
        return read_lines(path) if path.exists() else []

    def _object(self, name: str) -> Record:
        content: Record = json.loads((self.folder / name).read_text(encoding="utf-8"))
        return content

    def outcomes(self) -> dict[str, tuple[str, str | None]]:
        """Path of each link → outcome and reason; of a link listed twice, the last."""
        return {link["url"].split("/", 3)[3]: (link["outcome"], link["reason"]) for link in self.links}


def runs(cwd: Path, site: str) -> list[Run]:
    """The runs of a site in ``cwd/data``, oldest first."""
    return [Run(folder) for folder in sorted((cwd / "data" / site / "runs").iterdir())]


def the_run(cwd: Path, site: str) -> Run:
    """The only run of a site."""
    (run,) = runs(cwd, site)
    return run


def one_line(done: Done) -> str:
    """The single line of stderr of a command that printed nothing else."""
    assert done.stdout == ""
    lines = done.stderr.splitlines()
    assert len(lines) == 1, done.stderr
    return lines[0]


def requested(log: Path) -> list[str]:
    """The paths in a sandbox's log, in the order of their answers."""
    return [entry["path"] for entry in read_lines(log)]


_JSON_TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "integer": int,
    "null": type(None),
    "array": list,
    "object": dict,
}


def violations(schema: Record, value: Any, at: str = "$") -> list[str]:
    """Where ``value`` breaks a JSON schema, of which types, items, properties and required are understood."""
    known = {"$schema", "title", "version", "description", "type", "items", "properties", "required"}
    unknown = set(schema) - known - {"additionalProperties"}
    assert not unknown, f"this check doesn't know {unknown}"
    names = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if not any(isinstance(value, _JSON_TYPES[name]) for name in names):
        return [f"{at} is {value!r}, no {' or '.join(names)}"]
    if isinstance(value, list):
        return [text for n, item in enumerate(value) for text in violations(schema["items"], item, f"{at}[{n}]")]
    if not isinstance(value, dict):
        return []
    properties, further = schema.get("properties", {}), schema.get("additionalProperties", {})
    found = [f"{at} lacks {name}" for name in schema.get("required", []) if name not in value]
    for name, item in value.items():
        part = properties.get(name, further)
        found += [f"{at} has {name}"] if part is False else violations(part, item, f"{at}.{name}")
    return found
