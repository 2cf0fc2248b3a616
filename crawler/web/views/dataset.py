"""One dataset: what a version of it holds and what not, how to load and to cite it, its files, and all its versions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any

from starlette.responses import Response

from crawler.health.finding import Words
from crawler.releases.card.citation import bibtex, citation_text
from crawler.releases.card.markdown import percent
from crawler.releases.needs import ALL
from crawler.releases.tables import ARTICLES
from crawler.web.datasets.catalogue import (
    DAMAGE,
    File,
    Version,
    files_in,
    lines_of,
    manifest_in,
    releases_of,
    versions_in,
)
from crawler.web.datasets.coverage import CoverageMap, coverage_in
from crawler.web.datasets.facts import Facts, facts_of, issues_of
from crawler.web.datasets.fields import MEANINGS, TYPES
from crawler.web.datasets.loading import snippets
from crawler.web.page import MissingError, Page
from crawler.web.sheet import sheet_among

VERSIONS_A_SHEET = 30
_SAMPLE, _CUT, _MOST_RULES, _MOST_SITES = 20, 120, 4, 40
_SCHEMA_FIELDS = {field.name: field for field in ARTICLES.fields}


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field of an article: its type and meaning, how many have it, which rules read it."""

    name: str
    type: Words
    meaning: Words
    filled: int
    share: str
    rules: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class SampleRow:
    """An article of the version, its text cut; ``known`` says whether it has a page here."""

    id: str
    date: str
    column: str
    title: str
    source: str
    chars: int
    begins: str
    known: bool


@dataclass(frozen=True, slots=True)
class Detail:
    """All that is shown of a version, each of it read and found to be what it should be."""

    facts: Facts
    sites: Sequence[Mapping[str, str | int]]
    coverage: CoverageMap | None
    fields: Sequence[FieldRow]
    sample: Sequence[SampleRow]
    lengths: Mapping[str, int]
    sources: Sequence[tuple[str, int, str]]
    different_sources: int
    reprints: Mapping[str, int]
    issues: Sequence[Words]
    loading: Sequence[tuple[str, str]]
    citation: str
    bibtex: str
    files: Sequence[File]
    rows: Mapping[str, int]
    software: str


def dataset(page: Page) -> Response:
    """The version asked for, or the last; one that can't be read is told in a sentence, beside the others."""
    name, version = page.asked.text("name"), page.asked.text("version")
    versions, damaged = _versions(page, name)
    known = {one.name: one for one in versions}
    if version and version not in known and not damaged:
        raise MissingError(page.said(f"{name} 没有版本 {version}", f"{name} has no version {version}"))
    shown = known.get(version) or (versions[0] if versions else None)
    detail = None
    if shown is not None:
        try:
            detail = _detail(page, releases_of(page.data_dir, name) / shown.name)
        except DAMAGE:
            damaged = True
    return page.html(
        "dataset.html",
        dataset=name,
        title=detail.facts.title if detail else _title(page, name),
        shown=shown,
        latest=versions[0] if versions else None,
        detail=detail,
        damaged=damaged,
        versions=sheet_among(page, versions, VERSIONS_A_SHEET),
    )


def _versions(page: Page, name: str) -> tuple[list[Version], bool]:
    """Those of a dataset that these pages are of, newest first; and whether their list is damaged."""
    if name == ALL or name in page.snapshot.sites:
        try:
            if versions := versions_in(releases_of(page.data_dir, name)):
                return versions, False
        except DAMAGE:
            return [], True
    raise MissingError(page.said(f"没有数据集 {name}", f"there is no dataset {name}"))


def _title(page: Page, name: str) -> str:
    return page.said("全部网站", "All sites together") if name == ALL else page.snapshot.sites[name].title


def _detail(page: Page, folder: Path) -> Detail:
    """Raises what ``DAMAGE`` names."""
    manifest = manifest_in(folder)
    files = files_in(folder)
    articles = int(manifest["counts"]["articles"])
    shards = sorted(file.name for file in files if file.name.startswith("data/articles-"))
    return Detail(
        facts=facts_of(manifest),
        sites=_sites(manifest),
        coverage=coverage_in(folder),
        fields=[_field(manifest, name, articles) for name in manifest["fields"]],
        sample=_sample(page, folder),
        lengths={key: int(manifest["length"][key]) for key in ("median", "p90", "max", "empty")},
        sources=[(str(name), int(count), percent(count, articles)) for name, count in manifest["sources"]["top"]],
        different_sources=int(manifest["sources"]["distinct"]),
        reprints={key: int(manifest["reprints"][key]) for key in ("clusters", "articles", "exact", "near")},
        issues=issues_of(manifest),
        loading=snippets(shards),
        citation=citation_text(manifest),
        bibtex=bibtex(manifest),
        files=files,
        rows={str(name): int(entry["rows"]) for name, entry in manifest["files"].items()},
        software=", ".join(f"{name} {version}" for name, version in manifest["software"].items()),
    )


def _sites(manifest: dict[str, Any]) -> list[Mapping[str, str | int]]:
    """The largest sites, and how they were read."""
    ordered = sorted(manifest["sites"], key=lambda site: (-site["articles"], site["site"]))
    return [
        {
            "site": str(site["site"]),
            "title": str(site["site_name"]),
            "articles": int(site["articles"]),
            "columns": len(site["columns"]),
            "runs": int(site["runs"]),
            "last_complete": str(site["last_complete"]),
            "last_run": str(site["last_run"]),
            "verdict": str(site["verdict"]),
        }
        for site in ordered[:_MOST_SITES]
    ]


def _field(manifest: dict[str, Any], name: str, articles: int) -> FieldRow:
    filled = int(manifest["fields"][name]["filled"])
    rules = list(manifest["rules"].get(name, {}).items())[:_MOST_RULES]
    field = _SCHEMA_FIELDS.get(name)
    # A release of a later Lanmu may have fields that this one doesn't know.
    kind = TYPES[field.kind] if field else Words("", "")
    meaning = Words(MEANINGS[name], field.description) if field else Words("见 schema.json", "see schema.json")
    return FieldRow(
        name, kind, meaning, filled, percent(filled, articles), [(str(rule), percent(n, articles)) for rule, n in rules]
    )


def _sample(page: Page, folder: Path) -> list[SampleRow]:
    """The first rows of the version: the earliest articles by date."""
    rows = list(lines_of(folder, "articles.jsonl.gz", _SAMPLE))
    marks = ", ".join("?" * len(rows))
    ids = [str(row["id"]) for row in rows]
    known = {row["id"] for row in page.store.execute(f"SELECT id FROM articles WHERE id IN ({marks})", ids)}  # noqa: S608
    return [
        SampleRow(
            id=ident,
            date=str(row["date"] or ""),
            column=str(row["column"] or ""),
            title=str(row["title"] or ""),
            source=str(row["source"] or ""),
            chars=len(row["body"]),
            begins=_cut(row["body"]),
            known=ident in known,
        )
        for row, ident in zip(rows, ids, strict=True)
    ]


def _cut(text: str) -> str:
    """The beginning of a text, its lines in one."""
    begins = " ".join(takewhile(bool, text[:_CUT].split("\n")))
    return begins + ("…" if len(text) > len(begins) else "")
