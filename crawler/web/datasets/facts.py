"""What the manifest of a version comes to, in short and in both languages: how much, how whole, what is missing.

The card says the same in its own words (``releases/card/``). All functions raise what ``catalogue.DAMAGE`` names.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from crawler.health.finding import Words
from crawler.releases.card.about import LICENSES, clean, missing, notices
from crawler.releases.card.markdown import percent
from crawler.web.datasets.catalogue import MANIFEST, manifest_in, stamp_of

_UNREAD = {"incomplete", "unfinished"}
_MOST_NAMED = 10
_KEPT = 2_000


@dataclass(frozen=True, slots=True)
class Facts:
    """A version in short; ``complete`` is the share of the listings that are accounted for."""

    name: str
    title: str
    notices: Sequence[str]
    publisher: str
    creator: str
    contact: str
    url: str
    version: str
    semver: str
    released_at: str
    license: str
    license_url: str | None
    articles: int
    sites: int
    columns: int
    first: str
    last: str
    listings: int
    missing: int
    complete: str
    formats: Sequence[str]
    problems: Sequence[Words]


def facts_in(folder: Path) -> Facts:
    """Of the version in a folder; kept as long as its manifest stays as it is."""
    return _facts_in(folder, stamp_of(folder, [MANIFEST]))


@lru_cache(_KEPT)
def _facts_in(folder: Path, _: tuple[int, ...]) -> Facts:
    return facts_of(manifest_in(folder))


def facts_of(manifest: dict[str, Any]) -> Facts:
    """What a manifest comes to."""
    listings, gaps, known = (
        int(manifest["accounts"]["links"]["rows"]),
        missing(manifest),
        manifest["license"] in LICENSES,
    )
    return Facts(
        name=str(manifest["name"]),
        title=clean(str(manifest["title"])) or str(manifest["name"]),
        notices=notices(manifest),
        publisher=clean(str(manifest["publisher"]["name"])),
        creator=clean(str(manifest["creator"] or "")),
        contact=clean(str(manifest["contact"] or "")),
        url=clean(str(manifest["url"] or "")),
        version=str(manifest["version"]),
        semver=str(manifest["semver"]),
        released_at=str(manifest["released_at"]),
        license=str(manifest["license"]),
        license_url=LICENSES[manifest["license"]].url if known else None,
        articles=int(manifest["counts"]["articles"]),
        sites=len(manifest["sites"]),
        columns=sum(len(site["columns"]) for site in manifest["sites"]),
        first=str(manifest["dates"]["first"] or ""),
        last=str(manifest["dates"]["last"] or ""),
        listings=listings,
        missing=gaps,
        complete=percent(listings - gaps, listings),
        formats=sorted({str(entry["format"]) for entry in manifest["files"].values()}),
        problems=problems_of(manifest),
    )


def problems_of(manifest: dict[str, Any]) -> list[Words]:
    """What the ledger knows to be missing, worst first."""
    columns = [column for site in manifest["sites"] for column in site["columns"]]
    failed = manifest["accounts"]["links"]["failed"]
    pages = [
        f"{column['column']} {page['page']} ({page['reason']})"
        for column in columns
        for page in column["pages"]["failed"]
    ]
    unread = [str(column["column"]) for column in columns if column["ended"] in _UNREAD]
    still_open = [str(run) for run in manifest["accounts"]["runs_open"]]
    left_out = [str(one["site"]) for one in manifest["left_out"]]
    lost = int(manifest["accounts"]["lost"])
    told: tuple[tuple[int, str, str, list[str]], ...] = (
        (lost, "篇文章因运行目录丢失而不在其中", "articles lost, as a run's folder was lost or moved away", []),
        (len(left_out), "个网站未收入", "sites left out, as they had no complete run", left_out),
        (
            sum(failed.values()),
            "条列出的链接没有取到",
            "listings could not be fetched",
            [f"{reason} {count:,}" for reason, count in failed.items()],
        ),
        (len(pages), "个栏目页没有读到", "column pages could not be read", pages),
        (len(unread), "个栏目上次没有读完", "columns not read to the end, the last time", unread),
        (len(still_open), "次运行的账不平", "runs whose accounts don't close", still_open),
    )
    return [_counted(count, zh, en, names) for count, zh, en, names in told if count]


def issues_of(manifest: dict[str, Any]) -> list[Words]:
    """What a user should know before trusting it."""
    counts = manifest["counts"]
    told = (
        (
            counts["articles"] - manifest["fields"]["date"]["filled"],
            "篇没有日期：页面上没有印，或印得读不出",
            "articles without a date: the page prints none, or none that can be read",
        ),
        (
            manifest["length"]["empty"],
            "篇没有正文：内容在图片或附件里，只收了地址",
            "articles without text: it is in pictures or attachments, which are only linked",
        ),
        (
            counts["removals"],
            "次发现文章已撤下：最后的文本在 revisions 表里，后来恢复的除外",
            "times an article was found gone: its last text is in revisions, unless it is back",
        ),
        (
            manifest["reprints"]["near"],
            "篇与别的文章近似：按指纹找出，个别可能只是相像",
            "near copies: found by fingerprint, so a few may only be alike",
        ),
        (
            sum(manifest["accounts"]["links"]["dropped"].values()),
            "条链接没有成为文章：原因在 links 表里",
            "links that led to no article: links says why",
        ),
    )
    lines = [_counted(int(count), zh, en, []) for count, zh, en in told if count]
    once = sum(site["runs"] == 1 for site in manifest["sites"])
    since = Words(
        f"；{once:,} 个网站只运行过一次，还没有回看过", f"; {once:,} sites have one run, so none has been yet"
    )
    return [
        *lines,
        Words(
            f"改动和撤下要到回看那篇文章时才发现，老文章要隔许多次运行{since.zh if once else ''}",
            "Edits and removals are noticed when an article is looked at again, an old one's after many runs"
            + (since.en if once else ""),
        ),
        Words(
            "第一次运行之前网站已删的内容没有见过，也不计数",
            "What was deleted from the site before the first run was never seen, and is not counted",
        ),
    ]


def _counted(count: int, zh: str, en: str, names: Sequence[str]) -> Words:
    shown = [clean(name) for name in names[:_MOST_NAMED]]
    more = len(names) - len(shown)
    listed_zh = f"：{'、'.join(shown)}{f'，另有 {more:,} 个' if more else ''}" if shown else ""
    listed_en = f": {', '.join(shown)}{f', and {more:,} more' if more else ''}" if shown else ""
    return Words(f"{count:,} {zh}{listed_zh}", f"{count:,} {en}{listed_en}")
