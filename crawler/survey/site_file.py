"""The site file of a survey: what ``templates/site.py.tmpl`` says, filled in."""

import keyword
import re
from importlib import resources
from os.path import commonprefix
from string import Template
from urllib.parse import urlsplit

from crawler.errors import UsageError
from crawler.survey.found import Found

_NAME = re.compile(r"[a-z][a-z0-9_]{1,39}")
_WIDTH = 120  # characters, however wide they are shown
# Lines that the columns may take behind their first, and what else a site needs: together at most 15.
_SPARE = 5
_COMMON = {"www", "com", "cn", "gov", "org", "net", "edu"}


def check_name(name: str) -> str:
    """The name, if it can be a spider's and a module's. Raises :class:`UsageError`."""
    if not _NAME.fullmatch(name) or keyword.iskeyword(name):
        raise UsageError(f"{name!r} can't be a site's name; use 2 to 40 small letters, digits and _, a letter first")
    return name


def name_from(home: str) -> str:
    """A name from the site's host: www.jzcaw.gov.cn → jzcaw, wh.hbcaw.gov.cn → wh_hbcaw, 127.0.0.1 → site_127_0_0_1."""
    host = (urlsplit(home).hostname or "").lower()
    parts = [part for part in host.split(".") if part not in _COMMON]
    name = re.sub(r"\W+", "_", "_".join(parts)).strip("_")
    return name if _NAME.fullmatch(name) else f"site_{name}"


def class_name(name: str) -> str:
    """yunze_zfw → YunzeZfw."""
    return "".join(part[:1].upper() + part[1:] for part in name.split("_") if part)


def site_file(name: str, found: Found) -> str:
    """The text of the module."""
    template = Template(resources.files("crawler").joinpath("templates/site.py.tmpl").read_text(encoding="utf-8"))
    names = column_names(found)
    columns = {label: _relative(one.url, found.home) for label, one in zip(names, found.columns, strict=True)}
    empty = tuple(label for label, one in zip(names, found.columns, strict=True) if one.kind == "empty")
    more = [f"    may_be_empty = {_text(empty)}"] if empty else []
    more += [f"    list_css = {_text(found.list_css)}"] if found.list_css else []
    more += ["    needs_browser = True"] if found.needs_browser else []
    packed = _packed(columns)
    if packed.count("\n") + len(more) > _SPARE and (common := _common(list(columns.values()))) is not None:
        before, behind = common
        parts = {label: url[len(before) : len(url) - len(behind)] for label, url in columns.items()}
        packed = f"    column_url = {_text(f'{before}{{}}{behind}')}\n{_packed(parts)}"
    return template.substitute(
        module=found.base.__module__,
        base=found.base.__name__,
        class_name=class_name(name),
        name=_text(name),
        title=_text(found.site_name),
        publisher=_text(found.publisher or found.site_name),
        homepage=_text(found.home),
        columns=packed,
        more="".join(f"\n{line}" for line in more),
    )


def column_names(found: Found) -> list[str]:
    """The columns' names, in order; one that two columns have gets its parent's in front, or a number behind."""
    names: list[str] = []
    for one in found.columns:
        above = [part for part in one.trail if part != one.name][-1:] or [one.parent or ""]
        choices = [one.name, f"{above[0]}-{one.name}", *(f"{one.name}{n}" for n in range(2, 100))]
        names.append(next(choice for choice in choices if choice not in names and not choice.startswith("-")))
    return names


def _common(addresses: list[str]) -> tuple[str, str] | None:
    """What all addresses begin and end with; None where they share nothing."""
    before = commonprefix(addresses)  # noqa: RUF071 - characters are meant
    behind = commonprefix([address[len(before) :][::-1] for address in addresses])[::-1]  # noqa: RUF071
    # Not in the middle of a number.
    before, behind = before.rstrip("0123456789"), behind.lstrip("0123456789")
    return (before, behind) if len(before) + len(behind) > 1 else None


def _packed(columns: dict[str, str]) -> str:
    """The dictionary in as few lines as fit: a site file is read at a glance."""
    entries = [f"{_text(name)}: {_text(address)}" for name, address in columns.items()]
    whole = f"    columns = {{{', '.join(entries)}}}"
    if len(whole) <= _WIDTH:
        return whole
    lines = ["    columns = {"]
    for at, entry in enumerate(entries, 1):
        gap = "" if lines[-1].endswith("{") else " "
        end = "}  # fmt: skip" if at == len(entries) else ","
        if len(f"{lines[-1]}{gap}{entry}{end}") > _WIDTH:
            lines.append(" " * 7)
            gap = " "
        lines[-1] += f"{gap}{entry}{end}"
    return "\n".join(lines)


def _text(value: str | tuple[str, ...]) -> str:
    if isinstance(value, tuple):
        return f"({', '.join(map(_text, value))}{',' if len(value) == 1 else ''})"
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _relative(url: str, home: str) -> str:
    """A column's address as the site file has it: from the root, where that leads to the same."""
    parts, base = urlsplit(url), urlsplit(home)
    if (parts.scheme, parts.netloc) != (base.scheme, base.netloc):
        return url
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.path}{query}#{parts.fragment}" if parts.fragment else f"{parts.path}{query}"
