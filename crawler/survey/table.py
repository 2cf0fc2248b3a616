"""A survey as a person checks it."""

from collections.abc import Iterator

from rich import box
from rich.console import Console
from rich.table import Table

from crawler.survey.found import Found, Looked, Sample
from crawler.survey.site_file import column_names

_LEFT_OUT_SHOWN = 12


def print_survey(found: Found, console: Console) -> None:
    """Print the platform, the columns with their counts and samples, and what was left out and why."""
    console.print(
        f"{found.site_name} · {found.platform} ({len(found.signs)} of its {len(found.base.signs)} signs) · {found.home}"
    )
    table = Table(box=box.SIMPLE, pad_edge=False)
    for heading, align in (
        ("栏目", "left"),
        ("address", "left"),
        ("pages", "right"),
        ("articles", "right"),
        ("samples", "left"),
    ):
        table.add_column(heading, justify=align, overflow="fold")  # type: ignore[arg-type]
    for name, one in zip(column_names(found), found.columns, strict=True):
        pages = (
            f"{one.pages}"
            if one.shown is None or one.shown.pager is None or one.shown.pager.stated
            else f"≥{one.pages}"
        )
        table.add_row(name, one.url.removeprefix(found.home.rstrip("/")), pages, _articles(one), _samples(one))
    console.print(table)
    for one in found.columns:
        for sample in one.samples[:1]:
            if sample.record:
                console.print(f"  {one.name}: {_line(sample)}", highlight=False)
    left = [one for one in found.looked if one.kind not in {"list", "empty", "failed", "blocked"}]
    if left:
        told = "; ".join(f"{one.name or one.url} ({one.why})" for one in left[:_LEFT_OUT_SHOWN])
        console.print(f"\nNot columns: {told}", highlight=False)
    console.print(f"Articles on the home page: {found.home_articles}", highlight=False)
    for line in _to_look_at(found):
        console.print(line, highlight=False, soft_wrap=True)


def _to_look_at(found: Found) -> Iterator[str]:
    """What a person should see to before trusting the site file."""
    for one in found.looked:
        if one.kind in {"failed", "blocked"}:
            yield f"Look at {one.name or one.url}: it could not be read ({one.why})"
    if found.left:
        yield f"Look at the site yourself: {found.left} more links were not looked at"
    for one in found.columns:
        yield from (f"Look at {one.name}: {trouble}" for trouble in one.trouble)
    if found.missed:
        yield f"Look at {len(found.missed)} articles of the home page: none of these columns accounts for them"
        yield from (f"  {url}" for url in found.missed)


def _articles(one: Looked) -> str:
    """How many articles the column has; as many as were seen, where it states neither articles nor pages."""
    pager = one.shown.pager if one.shown else None
    return f"{one.articles}" if pager is None or pager.stated or pager.items is not None else f"≥{one.articles}"


def _samples(one: Looked) -> str:
    """How the samples read: ok, or what is doubtful about them."""
    if one.kind == "empty":
        return f"empty ({one.why})"
    doubts = [sample.trouble or "; ".join(sample.record["flags"] if sample.record else []) for sample in one.samples]
    good = sum(not doubt for doubt in doubts)
    worst = ", ".join(dict.fromkeys(doubt for doubt in doubts if doubt))
    return f"{good} of {len(doubts)} ok" + (f" ({worst})" if worst else "")


def _line(sample: Sample) -> str:
    record = sample.record or {}
    body = str(record["body"]).replace("\n", " ")
    return f"{record['date']} · {record['title']} · {record['source'] or '(no source)'} · {body[:24]}…"
