"""A data package, version 2: a release's JSON lines with their schemas, and its Parquet files as plain files."""

from typing import Any

from crawler.releases.card.about import (
    KEYWORDS,
    LICENSES,
    clean,
    creator,
    description,
    files,
    license_text,
    tables,
    title,
    web_address,
)
from crawler.releases.tables import Field, Table

_PROFILES = "https://datapackage.org/profiles/2.0"
_TYPES = {"day": "date", "strings": "array", "structs": "array", "struct": "object"}


def datapackage(manifest: dict[str, Any]) -> dict[str, Any]:
    """The whole of ``datapackage.json``; a table without rows has no resource."""
    with_rows = tables(manifest)
    url = web_address(manifest["url"])
    return {
        "$schema": f"{_PROFILES}/datapackage.json",
        "name": manifest["name"],
        "title": title(manifest),
        "description": description(manifest),
        **({"homepage": url} if url else {}),
        "version": manifest["semver"],
        "created": manifest["released_at"],
        "keywords": list(KEYWORDS),
        "licenses": [_license(manifest)],
        "contributors": [{"title": creator(manifest), "roles": ["creator"]}],
        "sources": [
            {"title": clean(site["site_name"])} | ({"path": site["homepage"]} if site["homepage"] else {})
            for site in manifest["sites"]
        ],
        "resources": [resource for table in with_rows for resource in _resources(manifest, table)],
    }


def _license(manifest: dict[str, Any]) -> dict[str, str]:
    if manifest["license"] in LICENSES:
        return {"name": manifest["license"], "path": license_text(manifest)}
    return {"title": license_text(manifest), "path": "README.md"}


def _resources(manifest: dict[str, Any], table: Table) -> list[dict[str, Any]]:
    lines = [
        {
            "name": table.name,
            "type": "table",
            "title": table.title,
            "description": table.description,
            **_file(name, entry, "jsonl", "application/jsonlines"),
            "encoding": "utf-8",
            "schema": table_schema(table),
        }
        for name, entry in files(manifest, table, "jsonl").items()
    ]
    shards = [
        {
            "name": name.removeprefix("data/").replace(".parquet", "-parquet"),
            # Not a table to readers that would look for text in its lists.
            "type": "file",
            "title": f"{table.title}, as Parquet",
            **_file(name, entry, "parquet", "application/vnd.apache.parquet"),
        }
        for name, entry in files(manifest, table, "parquet").items()
    ]
    return lines + shards


def _file(name: str, entry: dict[str, Any], form: str, mediatype: str) -> dict[str, Any]:
    return {
        "path": name,
        "format": form,
        "mediatype": mediatype,
        "bytes": entry["bytes"],
        "hash": f"sha256:{entry['sha256']}",
    } | ({"compression": "gz"} if name.endswith(".gz") else {})


def table_schema(table: Table) -> dict[str, Any]:
    """Table Schema of a table's lines. No text stands for a missing value: JSON has null."""
    return {
        "$schema": f"{_PROFILES}/tableschema.json",
        "fields": [_field(field) for field in table.fields],
        "primaryKey": list(table.key),
        "missingValues": [],
    }


def _field(field: Field) -> dict[str, Any]:
    told: dict[str, Any] = {
        "name": field.name,
        "type": _TYPES.get(field.kind, field.kind),
        "description": field.description,
    }
    return told if field.nullable else told | {"constraints": {"required": True}}
