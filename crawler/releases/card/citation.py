"""How a release is cited: CITATION.cff, BibTeX, and a line of text."""

import json
import re
from typing import Any

from crawler.releases.card.about import KEYWORDS, LICENSES, clean, creator, description, publisher, title, web_address

_MAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]{2,}")
# What would end an address in BibTeX, as an address may have it.
_IN_BRACES = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})
# What TeX reads as a command, with what prints it.
_TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{char: f"\\{char}" for char in "&%$#_{}"},
    }
)


def citation(manifest: dict[str, Any]) -> str:
    """CITATION.cff 1.2.0; every value is a JSON string, which YAML reads as it is."""
    maker, contact = creator(manifest), clean(manifest["contact"] or "")
    told: list[tuple[str, Any]] = [
        ("cff-version", "1.2.0"),
        ("message", "If you use this dataset, please cite it as below."),
        ("type", "dataset"),
        ("title", title(manifest)),
        ("authors", [{"name": maker}]),
        ("version", manifest["version"]),
        ("date-released", manifest["released_at"][:10]),
        ("abstract", description(manifest)),
        ("keywords", list(KEYWORDS)),
    ]
    if url := web_address(manifest["url"]):
        told.append(("url", url))
    if manifest["license"] in LICENSES:
        told.append(("license", manifest["license"]))
    if _MAIL.fullmatch(contact):
        told.append(("contact", [{"name": maker, "email": contact}]))
    elif website := web_address(contact):
        told.append(("contact", [{"name": maker, "website": website}]))
    return "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in told)


def citation_text(manifest: dict[str, Any]) -> str:
    """One line: who, when, what, which version, whose texts, and where it is if that was said."""
    url = clean(manifest["url"] or "")
    return (
        f"{creator(manifest)} ({manifest['released_at'][:4]}). {title(manifest)} [data set]. "
        f"Version {manifest['version']} ({manifest['semver']}). Texts published by {publisher(manifest)}."
        f"{f' {url}' if url else ''}"
    )


def bibtex(manifest: dict[str, Any]) -> str:
    """BibTeX that BibLaTeX and plain BibTeX both read."""
    key = re.sub(r"[^a-z0-9]+", "_", f"{manifest['name']}_{manifest['version']}".lower())
    fields = {
        "author": f"{{{creator(manifest).translate(_TEX)}}}",
        "title": f"{{{title(manifest).translate(_TEX)}}}",
        "year": manifest["released_at"][:4],
        "month": manifest["released_at"][5:7].lstrip("0"),
        "version": f"{manifest['version']} ({manifest['semver']})",
        "howpublished": "Data set",
        "note": f"{manifest['counts']['articles']} articles; texts published by {publisher(manifest).translate(_TEX)}",
    }
    if url := web_address(manifest["url"]):
        fields["url"] = url.translate(_IN_BRACES)
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@misc{{{key},\n{lines}}}"
