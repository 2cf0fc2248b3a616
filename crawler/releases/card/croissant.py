"""Croissant 1.1: a release as loaders of machine learning read it. Its record sets are read from the Parquet files."""

from typing import Any

from crawler.releases.card.about import (
    KEYWORDS,
    LANGUAGE,
    RIGHTS,
    clean,
    counted,
    creator,
    description,
    files,
    homepages,
    license_text,
    missing,
    names,
    tables,
    title,
    web_address,
)
from crawler.releases.card.citation import bibtex
from crawler.releases.card.croissant_context import CONTEXT
from crawler.releases.tables import Field, Table

_TYPES = {"string": "sc:Text", "day": "sc:Date", "integer": "sc:Integer", "boolean": "sc:Boolean", "strings": "sc:Text"}
_FORMATS = {"parquet": "application/x-parquet", "jsonl": "application/jsonlines"}


def croissant(manifest: dict[str, Any]) -> dict[str, Any]:
    """The whole of ``croissant.json``."""
    sites = manifest["sites"]
    with_rows = tables(manifest)
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        "name": title(manifest),
        "alternateName": f"{manifest['name']} {manifest['version']}",
        "description": description(manifest),
        "license": license_text(manifest),
        "usageInfo": RIGHTS,
        "url": web_address(manifest["url"]) or next(iter(homepages(manifest)), ""),
        "isBasedOn": homepages(manifest),
        "creator": {"@type": "sc:Organization", "name": creator(manifest)},
        "publisher": {"@type": "sc:Organization", "name": creator(manifest)},
        "datePublished": manifest["released_at"],
        "dateModified": manifest["released_at"],
        "version": manifest["semver"],
        "keywords": list(KEYWORDS),
        "inLanguage": LANGUAGE,
        "temporalCoverage": _between(manifest["dates"]),
        "citeAs": bibtex(manifest),
        # The sites go on and so do versions; the files of this one are closed, and have checksums.
        "isLiveDataset": True,
        **_responsible(manifest, sites),
        "distribution": [entry for table in with_rows for entry in _distribution(manifest, table)],
        "recordSet": [_record_set(manifest, table) for table in with_rows],
    }


def _between(dates: dict[str, str | None]) -> str:
    """An interval as schema.org writes it; open where there are no days."""
    return f"{dates['first'] or '..'}/{dates['last'] or '..'}"


def _responsible(manifest: dict[str, Any], sites: list[dict[str, Any]]) -> dict[str, Any]:
    """What the extension for responsible use asks for."""
    lost, left_out = manifest["accounts"]["lost"], manifest["left_out"]
    contact = clean(manifest["contact"] or "")
    known = f"{counted(lost, 'article')} that earlier runs held are lost with a run's folder; " if lost else ""
    without = names(f"{one['site']} ({one['why']})" for one in left_out)
    return {
        "rai:dataCollection": (
            "At first every page of every column of the sites was read, and every article that they list; later runs "
            "read a column until nothing new comes, and from time to time to its end. Each link's outcome is in the "
            "table `links`. robots.txt was obeyed as RFC 9309 says, and a delay kept between requests."
        ),
        "rai:dataCollectionType": ["Web Scraping"],
        "rai:dataCollectionTimeFrame": sorted({_day(site[run]) for site in sites for run in ("first_run", "last_run")}),
        "rai:dataCollectionMissingData": (
            f"{known}{counted(missing(manifest), 'listed article')} could not be fetched; the table `coverage` "
            "counts them by column and month. A missing value is null."
        ),
        "rai:dataPreprocessingProtocol": (
            "Title, date, source, author and text are read from the pages by rules, which `rules` names for each "
            "record; nothing is dropped as a copy, copies are marked (`cluster`)."
        ),
        "rai:dataLimitations": [
            "Only what the columns listed: what a site had deleted before the first run is not here.",
            "Text in pictures and in attachments is not here.",
            "An edit or a removal is noticed when the article is looked at again, and not before.",
            *([f"Sites left out: {without}."] if left_out else []),
        ],
        "rai:dataBiases": (
            "These are the publishers' own reports: they choose what is told. The number of articles says how much "
            "was published, not what happened."
        ),
        "rai:dataUseCases": [
            "Research on public communication, language and administration.",
            "Checking what was published when.",
        ],
        "rai:personalSensitiveInformation": (
            "Names of officials and of other persons occur as published, among them in notices and obituaries. "
            f"Take-down: {contact or 'ask whoever made the release'}."
        ),
        "rai:dataReleaseMaintenancePlan": (
            "A version never changes. Further versions list what was added, changed and removed (table `changes`)."
        ),
    }


def _day(run: str) -> str:
    """The day a run's name begins with: ``20261122T080000Z``."""
    return f"{run[:4]}-{run[4:6]}-{run[6:8]}"


def _distribution(manifest: dict[str, Any], table: Table) -> list[dict[str, Any]]:
    """A table's files in both formats, and its Parquet shards as one set where there are several."""
    entries = [
        {
            "@type": "cr:FileObject",
            "@id": name,
            "name": name,
            "description": f"{table.title}: {counted(entry['rows'], 'row')}.",
            "contentUrl": name,
            "contentSize": f"{entry['bytes']} B",
            "encodingFormat": [_FORMATS[form]] + (["application/gzip"] if name.endswith(".gz") else []),
            "sha256": entry["sha256"],
        }
        for form in ("parquet", "jsonl")
        for name, entry in files(manifest, table, form).items()
    ]
    if len(files(manifest, table, "parquet")) > 1:
        entries.append(
            {
                "@type": "cr:FileSet",
                "@id": f"{table.name}-shards",
                "name": f"{table.name}-shards",
                "description": f"{table.title}, all shards.",
                "encodingFormat": _FORMATS["parquet"],
                "includes": f"data/{table.name}-*.parquet",
            }
        )
    return entries


def _record_set(manifest: dict[str, Any], table: Table) -> dict[str, Any]:
    shards = list(files(manifest, table, "parquet"))
    source = {"fileObject": {"@id": shards[0]}} if len(shards) == 1 else {"fileSet": {"@id": f"{table.name}-shards"}}
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.description,
        "key": [{"@id": f"{table.name}/{name}"} for name in table.key],
        "field": [_field(field, table, source) for field in table.fields],
    }


def _field(field: Field, table: Table, source: dict[str, Any]) -> dict[str, Any]:
    name = f"{table.name}/{field.name}"
    told: dict[str, Any] = {"@type": "cr:Field", "@id": name, "name": field.name, "description": field.description}
    if field.kind in {"strings", "structs"}:
        told |= {"isArray": True, "arrayShape": "-1"}
    extract = {**source, "extract": {"column": field.name}}
    if not field.keys:
        return told | {"dataType": _TYPES[field.kind], "source": extract}
    told["subField"] = [
        {
            "@type": "cr:Field",
            "@id": f"{name}/{key}",
            "name": key,
            "description": f"`{key}` of {field.name}.",
            "dataType": "sc:Text",
            "source": {**extract, "transform": {"jsonPath": key}},
        }
        for key in field.keys
    ]
    return told
