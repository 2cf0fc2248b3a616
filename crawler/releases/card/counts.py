"""The tables of a card that say how much there is: fields, columns, years, what is known to be missing."""

from collections import Counter
from typing import Any

from crawler.releases.card.about import counted, missing
from crawler.releases.card.markdown import code, listed, number, percent, plain, table
from crawler.releases.tables import ARTICLES, Field

_MOST_COLUMNS, _MOST_YEARS, _MOST_SITES, _MOST_NAMED = 40, 25, 40, 10
_WIDEST = 5  # columns that the table of years has of their own

_ENDED = {
    "walked": "read to its end",
    "sealed": "left where all below was known",
    "single_page": "a text, not a list",
    "unfinished": "**not read to its end**",
    "incomplete": "**with gaps**",
}
_UNREAD = {"unfinished", "incomplete"}
_KINDS = {
    "string": "text",
    "day": "day",
    "integer": "integer",
    "boolean": "true/false",
    "strings": "list of texts",
    "struct": "object",
    "structs": "list of objects",
}


def fields(manifest: dict[str, Any]) -> str:
    """Every field of an article: type, how many have it, meaning."""
    articles = manifest["counts"]["articles"]
    rows = [
        (code(field.name), _type(field), percent(manifest["fields"][field.name]["filled"], articles), field.description)
        for field in ARTICLES.fields
    ]
    return table(("field", "type", ">filled", "meaning"), rows)


def _type(field: Field) -> str:
    return f"{_KINDS[field.kind]}{' or null' if field.nullable else ''}"


def sites(manifest: dict[str, Any]) -> str:
    """Each site and its runs; the largest, and the rest in one row."""
    ordered = sorted(manifest["sites"], key=lambda site: (-site["articles"], site["site"]))
    shown, rest = ordered[:_MOST_SITES], ordered[_MOST_SITES:]
    rows = [
        (
            f"{plain(site['site_name'])} {code(site['site'])}",
            number(site["articles"]),
            number(site["runs"]),
            site["last_complete"],
            f"{site['last_run']}: {site['verdict']}",
        )
        for site in shown
    ]
    if rest:
        articles, runs = (sum(site[name] for site in rest) for name in ("articles", "runs"))
        rows.append((f"{len(rest):,} more", number(articles), number(runs), "", "see `manifest.json`"))
    return table(("site", ">articles", ">runs", "last complete run", "last run"), rows)


def columns(manifest: dict[str, Any]) -> str:
    """Each column: articles, links, holes, how its list was read; those with holes first, the rest in one row."""
    several = len(manifest["sites"]) > 1
    every = [(site, column) for site in manifest["sites"] for column in site["columns"]]
    every.sort(key=lambda pair: (not holes(pair[1]), -pair[1]["articles"], pair[1]["column"]))
    rows: list[tuple[str, ...]] = [
        (
            plain(column["column"]) + (f" ({plain(site['site_name'], 20)})" if several else ""),
            number(column["articles"]),
            number(column["listed"]),
            number(column["missing"]),
            _pages(column["pages"]),
            _ENDED.get(column["ended"], plain(column["ended"])),
        )
        for site, column in every[:_MOST_COLUMNS]
    ]
    rest = [column for _, column in every[_MOST_COLUMNS:]]
    if rest:
        sums = [sum(column[name] for column in rest) for name in ("articles", "listed", "missing")]
        rows.append((f"{len(rest):,} more columns", *map(number, sums), "", "see the table `coverage`"))
    others = manifest["counts"]["articles"] - sum(column["articles"] for _, column in every)
    if others:
        rows.append(("without one of these columns", number(others), "", "", "", ""))
    return table(("column 栏目", ">articles", ">links", ">missing", ">pages read", "its list, last time"), rows)


def holes(column: dict[str, Any]) -> int:
    """What is known to be missing of a column: links, pages, its end."""
    return int(column["missing"]) + len(column["pages"]["failed"]) + (column["ended"] in _UNREAD)


def _pages(pages: dict[str, Any]) -> str:
    return f"{number(pages['walked'])} of {number(pages['declared'])}"


def known_holes(manifest: dict[str, Any]) -> str:
    """What the ledger knows to be missing, in sentences."""
    every = [column for site in manifest["sites"] for column in site["columns"]]
    lines = []
    if lost := manifest["accounts"]["lost"]:
        lines.append(
            f"**{counted(lost, 'article')} lost**: runs know them, and no run holds them, as a run's folder was lost "
            "or moved away. Put it back and release again."
        )
    if manifest["left_out"]:
        lines.append(f"{counted(len(manifest['left_out']), 'site')} left out: {left_out(manifest)}.")
    failed_links = manifest["accounts"]["links"]["failed"]
    if failed_links:
        reasons = "、".join(f"{count:,} {code(reason)}" for reason, count in failed_links.items())
        here = sum(failed_links.values()) - missing(manifest)
        but = f" The articles of {number(here)} of these are here by another listing." if here else ""
        lines.append(f"{counted(sum(failed_links.values()), 'listing')} could not be fetched: {reasons}.{but}")
    failed = [(column["column"], page) for column in every for page in column["pages"]["failed"]]
    if failed:
        pages = [f"{plain(name, 30)} page {page['page']} ({code(page['reason'])})" for name, page in failed]
        lines.append(f"{counted(len(failed), 'column page')} could not be read: {_some(pages)}.")
    unfinished = [plain(name, 30) for name in unread(manifest)]
    if unfinished:
        lines.append(f"{counted(len(unfinished), 'column')} not read to the end, the last time: {_some(unfinished)}.")
    runs = manifest["accounts"]["runs_open"]
    if runs:
        lines.append(f"The accounts of {counted(len(runs), 'run')} don't close: {_some([code(run) for run in runs])}.")
    return listed(lines or ["None: every link that was listed is accounted for, and none failed."])


def unread(manifest: dict[str, Any]) -> list[str]:
    """The columns that weren't read to their end, the last time."""
    every = (column for site in manifest["sites"] for column in site["columns"])
    return [column["column"] for column in every if column["ended"] in _UNREAD]


def left_out(manifest: dict[str, Any]) -> str:
    """The sites that the release is without, each with the reason."""
    return _some([f"{code(one['site'])} ({plain(one['why'], 120)})" for one in manifest["left_out"]])


def left_early(manifest: dict[str, Any]) -> str:
    """How many columns were left before their end, the last time; nothing where none was."""
    every = [column["ended"] for site in manifest["sites"] for column in site["columns"]]
    early = every.count("sealed")
    return f" (the last time, {number(early)} of {counted(len(every), 'column')})" if early else ""


def _some(names: list[str]) -> str:
    more = f", and {len(names) - _MOST_NAMED:,} more" if len(names) > _MOST_NAMED else ""
    return f"{'; '.join(names[:_MOST_NAMED])}{more}"


def years(manifest: dict[str, Any]) -> str:
    """Articles by year, newest first, and by the largest columns or sites; older years in one row."""
    told: dict[str, dict[str, int]] = manifest["years"]
    totals: Counter[str] = Counter()
    for counts in told.values():
        totals.update(counts)
    widest = [name for name, _ in sorted(totals.items(), key=lambda pair: (-pair[1], pair[0]))[:_WIDEST]]
    dated = sorted((year for year in told if year != "null"), reverse=True)
    rows = [(year, told[year]) for year in dated[:_MOST_YEARS]]
    older = dated[_MOST_YEARS:]
    if older:
        summed: Counter[str] = Counter()
        for year in older:
            summed.update(told[year])
        rows.append((f"{older[-1]} to {older[0]}", dict(summed)))
    if "null" in told:
        rows.append(("without a date", told["null"]))
    names = {site["site"]: site["site_name"] for site in manifest["sites"]} if len(manifest["sites"]) > 1 else {}
    others = ["others"] if len(totals) > len(widest) else []
    body = []
    for year, counts in rows:
        cells = [counts.get(name, 0) for name in widest]
        whole = sum(counts.values())
        body.append((year, *map(number, [whole, *cells, *([whole - sum(cells)] if others else [])])))
    titles = [plain("–" if name == "null" else names.get(name, name), 20) for name in widest]
    return table(("year", ">all", *(f">{title}" for title in (*titles, *others))), body)
