"""README.md of a release: what it is, how it came about, how whole and how good it is, how to use it."""

from importlib.resources import files as resources
from string import Template
from typing import Any

from crawler.releases.card import counts as card_counts
from crawler.releases.card import head as card_head
from crawler.releases.card import quality as card_quality
from crawler.releases.card.about import (
    LANGUAGE,
    LICENSES,
    RIGHTS,
    clean,
    counted,
    creator,
    missing,
    names,
    notices,
    span,
    title,
)
from crawler.releases.card.about import files as table_files
from crawler.releases.card.citation import bibtex, citation_text
from crawler.releases.card.markdown import address, code, number, percent, plain, table
from crawler.releases.tables import TABLES


def card(manifest: dict[str, Any]) -> str:
    """The whole card; the prose is in ``templates/card.md.tmpl``."""
    template = Template(resources("crawler").joinpath("templates", "card.md.tmpl").read_text(encoding="utf-8"))
    accounts = manifest["accounts"]
    runs = sum(site["runs"] for site in manifest["sites"])
    return template.substitute(
        head=card_head.head(manifest),
        title=plain(title(manifest), 120),
        version=manifest["version"],
        notices="".join(f"> **{plain(notice, 300)}**\n\n" for notice in notices(manifest)),
        chinese=_chinese(manifest),
        what=_what(manifest),
        left_out=_left_out(manifest),
        left_early=card_counts.left_early(manifest),
        summary=_summary(manifest),
        accounts=f"here it does for {number(accounts['runs_closed'])} of {counted(runs, 'run')}",
        software=", ".join(f"{name} {version}" for name, version in manifest["software"].items()),
        schema_version=manifest["schema_version"],
        sites=card_counts.sites(manifest),
        fields=card_counts.fields(manifest),
        columns=card_counts.columns(manifest),
        years=card_counts.years(manifest),
        holes=card_counts.known_holes(manifest),
        rules=card_quality.rules(manifest),
        flags=card_quality.flags(manifest),
        lengths=card_quality.lengths(manifest),
        sources=card_quality.sources(manifest),
        reprints=card_quality.reprints(manifest),
        changes=card_quality.changes(manifest),
        issues=card_quality.known_issues(manifest),
        language=LANGUAGE,
        dated=f"articles here are of {span(manifest)}" if manifest["dates"]["first"] else "no article here has a date",
        license=_license(manifest),
        rights=RIGHTS,
        contact=_contact(manifest),
        citation=plain(citation_text(manifest), 1_000),
        bibtex=bibtex(manifest),
        files=_files(manifest),
    )


def _chinese(manifest: dict[str, Any]) -> str:
    """The release in short, for who reads Chinese only."""
    dates, sites = manifest["dates"], manifest["sites"]
    days = f"，日期 {span(manifest).replace('to', '至')}" if dates["first"] else ""
    told = (
        (manifest["accounts"]["lost"], "篇因运行目录丢失而不在其中"),
        (len(manifest["left_out"]), "个网站未收入"),
        (missing(manifest), "篇列出而未取到"),
        (len(card_counts.unread(manifest)), "个栏目上次未读完"),
    )
    holes = [f"{count:,} {what}" for count, what in told if count]
    known = LICENSES.get(manifest["license"])
    named = plain(names(site["site_name"] for site in sites), 120)
    return (
        f"**中文简介** 本数据集收录 {len(sites):,} 个网站（{named}）各栏目列出的文章，共 "
        f"{number(manifest['counts']['articles'])} 篇{days}。每篇有标题、日期、来源、作者和正文，照页面所印，不改不补；"
        "另有每条链接的去向、改过和撤下的文章、转载的归并，以及各栏目各月的篇数和已知缺失。"
        f"已知缺失：{'，'.join(holes) or '无'}。文字、图片、附件的权利归原发布者；"
        f"数据许可：{manifest['license'] if known else '见下文 Licence and rights'}。"
    )


def _what(manifest: dict[str, Any]) -> str:
    publisher, sites = manifest["publisher"]["name"], manifest["sites"]
    return (
        f"{counted(manifest['counts']['articles'], 'article')}, {span(manifest)}, from "
        f"{counted(sum(len(site['columns']) for site in sites), 'column')} (栏目) of "
        f"{counted(len(sites), 'Chinese government or party website')}, published by {plain(publisher, 200)}. "
        f"Collected and released by {plain(creator(manifest), 120)}, "
        f"{manifest['released_at'][:10]}."
    )


def _summary(manifest: dict[str, Any]) -> str:
    """The release in a dozen lines."""
    counts, filled = manifest["counts"], manifest["fields"]
    undated = counts["articles"] - filled["date"]["filled"]
    rows = [
        ("articles 文章", number(counts["articles"])),
        ("dates 日期", span(manifest) + (f"; {number(undated)} without" if undated else "")),
        ("listings 链接", _listings(manifest)),
        ("complete 完整", _complete(manifest)),
        ("earlier texts, removals 修改、撤下", f"{number(counts['revisions'])}, {number(counts['removals'])}"),
        ("version 版本", f"{manifest['version']} ({manifest['semver']}), released {manifest['released_at']}"),
        ("data licence 数据许可", _license(manifest)),
    ]
    if url := clean(manifest["url"] or ""):
        rows.append(("to be had at 网址", address(url)))
    if len(manifest["sites"]) == 1:
        (site,) = manifest["sites"]
        rows[0:0] = [("site 网站", f"{plain(site['site_name'])} {address(site['homepage'])}")]
        rows += [
            ("runs 运行", f"{number(site['runs'])}: {site['first_run']} to {site['last_run']}"),
            ("last complete run", site["last_complete"]),
            ("verdict of the last run", plain(site["sentence"], 400)),
        ]
    return table(("", ""), rows)


def _listings(manifest: dict[str, Any]) -> str:
    """What last became of every listing: an article has one in each column that lists it."""
    links, counts = manifest["accounts"]["links"], manifest["counts"]
    led = sum(links[name] for name in ("written", "known", "repeated"))
    gone = [word for word, count in (("removed", counts["removals"]), ("lost", manifest["accounts"]["lost"])) if count]
    since = f" or one {' or '.join(gone)} since" if gone else ""
    return (
        f"{number(links['rows'])} different ones (an article counts once in each column): {number(led)} lead to an "
        f"article of this release{since}, "
        f"{_outcome('dropped', links['dropped'])}, {_outcome('failed', links['failed'])}"
    )


def _outcome(name: str, reasons: dict[str, int]) -> str:
    """``11 dropped (7 external, 4 gone)``."""
    each = ", ".join(f"{number(count)} {plain(reason)}" for reason, count in reasons.items())
    return f"{number(sum(reasons.values()))} {name}{f' ({each})' if each else ''}"


def _complete(manifest: dict[str, Any]) -> str:
    rows, gaps, unread = manifest["accounts"]["links"]["rows"], missing(manifest), len(card_counts.unread(manifest))
    more = f"; {counted(unread, 'column')} not read to the end" if unread else ""
    if lost := manifest["accounts"]["lost"]:
        return (
            f"**no: {counted(lost, 'article')} lost**, see Known holes; missing of the listings: {number(gaps)}{more}"
        )
    return f"{percent(rows - gaps, rows)} of the listings accounted for; missing: {number(gaps)}{more}"


def _left_out(manifest: dict[str, Any]) -> str:
    return f" Not in this release: {card_counts.left_out(manifest)}." if manifest["left_out"] else ""


def _license(manifest: dict[str, Any]) -> str:
    name = manifest["license"]
    if name in LICENSES:
        return f"[{name}]({LICENSES[name].url})"
    return "none was stated" if name == "other" else plain(name, 120)


def _contact(manifest: dict[str, Any]) -> str:
    contact = clean(manifest["contact"] or "")
    if not contact:
        return "This release names no contact; ask whoever passed it on."
    return f"To have something taken out of later versions, or to report an error, name the `id` to {address(contact)}."


def _files(manifest: dict[str, Any]) -> str:
    """The files of every table; its shards in one row where there are several."""
    rows = []
    for each, form in ((each, form) for each in TABLES for form in ("jsonl", "parquet")):
        told = table_files(manifest, each, form)
        name, entry = next(iter(told.items()))
        several = len(told) > 1
        rows.append(
            (
                f"{code(f'data/{each.name}-*.parquet')}, {len(told):,} files" if several else code(name),
                number(sum(one["rows"] for one in told.values())),
                number(sum(one["bytes"] for one in told.values())),
                "see `SHA256SUMS`" if several else f"`{entry['sha256'][:16]}…`",
            )
        )
    return table(("file", ">rows", ">bytes", "SHA-256"), rows)
