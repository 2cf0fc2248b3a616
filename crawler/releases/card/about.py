"""What card, Croissant, data package and citation all say of a release, in one place."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from crawler.releases.tables import TABLES, Table

KEYWORDS = ("chinese", "government", "news", "党政网站", "政务", "栏目", "web-crawl", "lanmu")


@dataclass(frozen=True, slots=True)
class License:
    """A licence that a release can have: its address, and its name on Hugging Face."""

    url: str
    hub: str


def _spdx(*names: str) -> dict[str, License]:
    """Licences whose names Hugging Face writes as SPDX does, in small letters."""
    return {name: License(f"https://spdx.org/licenses/{name}.html", name.lower()) for name in names}


# By their SPDX names. Anything else is "other".
LICENSES = {
    **_spdx("CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "CC-BY-NC-SA-4.0", "CC-BY-NC-ND-4.0", "MIT"),
    "CC-BY-ND-4.0": License("https://spdx.org/licenses/CC-BY-ND-4.0.html", "cc-by-nd-4.0"),
    "ODC-By-1.0": License("https://spdx.org/licenses/ODC-By-1.0.html", "odc-by"),
    "ODbL-1.0": License("https://spdx.org/licenses/ODbL-1.0.html", "odbl"),
    "PDDL-1.0": License("https://spdx.org/licenses/PDDL-1.0.html", "pddl"),
    "CDLA-Permissive-2.0": License("https://spdx.org/licenses/CDLA-Permissive-2.0.html", "cdla-permissive-2.0"),
}

RIGHTS = (
    "The data licence covers what was added in collecting: selection, fields, identifiers, counts, hashes and "
    "descriptions. The texts, pictures and attachments stay their publishers'."
)
LANGUAGE = "zh-Hans-CN"
_WEB = re.compile(r"https?://\S+")


def tables(manifest: dict[str, Any]) -> list[Table]:
    """The tables of a release that have rows."""
    return [table for table in TABLES if manifest["counts"][table.name]]


def files(manifest: dict[str, Any], table: Table, form: str) -> dict[str, dict[str, Any]]:
    """A table's files of one format (``jsonl`` or ``parquet``) with what the manifest says of each, by name."""
    told = manifest["files"].items()
    return {name: entry for name, entry in sorted(told) if (entry["table"], entry["format"]) == (table.name, form)}


def clean(text: str) -> str:
    """A text of one line without what isn't printed: what comes from a page is put into files that others parse."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def title(manifest: dict[str, Any]) -> str:
    return clean(manifest["title"]) or manifest["name"]


def creator(manifest: dict[str, Any]) -> str:
    """Who made the release; the software where nobody gave a name."""
    return clean(manifest["creator"] or "") or "Lanmu"


def publisher(manifest: dict[str, Any]) -> str:
    """Who published the texts: not whoever made the release."""
    return clean(manifest["publisher"]["name"])


def web_address(text: str | None) -> str | None:
    """A text that is an address of the web, as others' tools ask for; None for any other, and for none."""
    line = clean(text or "")
    return line if _WEB.fullmatch(line) else None


def missing(manifest: dict[str, Any]) -> int:
    """How many listings failed whose article didn't come by another one either."""
    return sum(column["missing"] for site in manifest["sites"] for column in site["columns"])


def notices(manifest: dict[str, Any]) -> list[str]:
    """What is said of made-up data; where only some of the sites are, with their names."""
    every = [(clean(site["notice"] or ""), clean(site["site_name"])) for site in manifest["sites"]]
    said = list(dict.fromkeys(notice for notice, _ in every if notice))
    if len(said) <= 1 and all(notice for notice, _ in every):
        return said
    return [f"{names(name for told, name in every if told == notice)}: {notice}" for notice in said]


def span(manifest: dict[str, Any]) -> str:
    """The days of the articles in words."""
    dates = manifest["dates"]
    if not dates["first"]:
        return "without dates"
    return dates["first"] if dates["first"] == dates["last"] else f"{dates['first']} to {dates['last']}"


def counted(number: int, one: str, many: str = "") -> str:
    """``1,234 articles``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def names(values: Iterable[str], most: int = 5) -> str:
    """Some names in a row, the rest counted."""
    every = [clean(value) for value in values]
    more = f" and {len(every) - most:,} more" if len(every) > most else ""
    return "、".join(every[:most]) + more


def description(manifest: dict[str, Any]) -> str:
    """The release in a few plain sentences."""
    sites = manifest["sites"]
    articles = counted(manifest["counts"]["articles"], "article")
    websites = counted(len(sites), "Chinese government or party website")
    columns = counted(sum(len(site["columns"]) for site in sites), "column")
    said = "".join(f"{_sentence(notice)} " for notice in notices(manifest))
    return (
        f"{said}{articles} ({span(manifest)}) of {websites}, "
        f"{names(site['site_name'] for site in sites)}: title, date, source, author and text as printed, from "
        f"{columns} (栏目), with the account of every link that was listed, earlier texts, removals, and where copies "
        f"of the same text are. Texts published by {publisher(manifest)}. Collected with Lanmu."
    )


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", "。", "！", "？", "…")) else f"{text}."


def homepages(manifest: dict[str, Any]) -> list[str]:
    return [site["homepage"] for site in manifest["sites"] if site["homepage"]]


def license_text(manifest: dict[str, Any]) -> str:
    """The licence as an address where it is a known one, else a pointer to the card."""
    known = LICENSES.get(manifest["license"])
    return known.url if known else "other: see 'Licence and rights' in README.md"
