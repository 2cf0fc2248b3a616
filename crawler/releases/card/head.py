"""The head of a dataset card: YAML by which Hugging Face finds, shows and loads a release."""

import json
import re
from typing import Any

from crawler.releases.card.about import KEYWORDS, LANGUAGE, LICENSES, clean, tables, title

_SIZES = {1_000: "n<1K", 10_000: "1K<n<10K", 100_000: "10K<n<100K", 1_000_000: "100K<n<1M", 10_000_000: "1M<n<10M"}


def head(manifest: dict[str, Any]) -> str:
    """The YAML between its two rules; every value is a JSON string, which YAML reads as it is."""
    told: list[tuple[str, Any]] = [
        ("language", ["zh"]),
        ("language_bcp47", [LANGUAGE]),
        ("pretty_name", title(manifest)),
        *_license(manifest["license"]),
        ("size_categories", [_size(manifest["counts"]["articles"])]),
        ("source_datasets", ["original"]),
        ("annotations_creators", ["no-annotation"]),
        ("tags", list(KEYWORDS)),
    ]
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in told]
    configs = [
        f"- config_name: {table.name}\n"
        + ("  default: true\n" if table.name == "articles" else "")
        + f"  data_files:\n  - split: train\n    path: data/{table.name}-*.parquet"
        for table in tables(manifest)
    ]
    return "\n".join(["---", *lines, *(["configs:", *configs] if configs else []), "---"])


def _license(name: str) -> list[tuple[str, str]]:
    known = LICENSES.get(name)
    if known:
        return [("license", known.hub)]
    slug = re.sub(r"[^a-z0-9.]+", "-", clean(name).lower()).strip("-")
    return [
        ("license", "other"),
        ("license_name", slug if slug not in {"", "other"} else "see-licence-and-rights"),
        ("license_link", "README.md"),
    ]


def _size(articles: int) -> str:
    return next((name for limit, name in _SIZES.items() if articles < limit), "10M<n<100M")
