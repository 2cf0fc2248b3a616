"""Addresses that a script makes of a page number: ``"list.aspx?cid=3&page=" + n``, ``"index_" + n + ".html"``."""

import re
from urllib.parse import urlencode

from crawler.page.addresses import is_page_parameter
from crawler.page.links import absolute
from crawler.page.model import Page
from crawler.page.pager_links import Template

_LITERAL = r"""(?:"([^"\n]{0,300})"|'([^'\n]{0,300})'|`([^`]{0,300})`)"""
_QUERY = re.compile(rf"{_LITERAL}\s*\+\s*[\w.()]+(?:\s*\+\s*{_LITERAL})?")
_TEMPLATE_STRING = re.compile(r"`([^`\n]{0,300})\$\{[^}]+\}([^`\n]{0,200})`")
_ENDS_WITH_PARAMETER = re.compile(r"[?&](\w+)=\d*$")
_PATH = re.compile(r"^\.?[\w./-]*[_/-]$")
_PATH_END = re.compile(r"^\.(?:[jsx]?html?|jspx?|aspx?|php)\b", re.IGNORECASE)
# An address and the parameters beside it: url: "list.do", data: { cid: 12, pageNo: n }.
_URL = re.compile(
    rf"(?:url\s*:\s*|axios\.(?:get|post)\s*\(\s*|\$http\.(?:get|post)\s*\(\s*|\$\.(?:get|post|getJSON|ajax)\s*\(\s*|\.load\s*\(\s*|fetch\s*\(\s*|open\s*\(\s*['\"]\w+['\"]\s*,\s*){_LITERAL}"
)
_PAIR = re.compile(r"""["']?(\w+)["']?\s*:\s*(?:["']([^"'\n]*)["']|(\d+)|([\w.]+))\s*(?=[,}])""")
_FETCHES = re.compile(
    r"\$\.(?:get|post|getJSON|ajax)\s*\(|\.load\s*\(|\bfetch\s*\(|XMLHttpRequest|axios", re.IGNORECASE
)
_JOINT = re.compile(r"""(?<!\\)"\s*\+\s*"|(?<!\\)'\s*\+\s*'""")
_FORM_FIELD = re.compile(r"""(?:\.|getElementById\(['"]|\$\(['"]#)(\w+)(?:['"]\))?(?:\.value\s*=|\.val\()""")


def scripted_pages(page: Page, call: str | None = None) -> Template | None:
    """How a script of the page makes the address of a further page; None where none does.

    ``call`` is the function the pager's links call: its definition is looked at first.
    """
    text = _scripts(page)
    places = [text]
    if call and (
        found := re.search(rf"(?:function\s+{call}\s*\(|\b{call}\s*=\s*(?:async\s+)?(?:function)?\s*\()", text)
    ):
        places.insert(0, text[found.start() : found.start() + 1200])
    return _first(page, places)


def fetched_pages(page: Page) -> Template | None:
    """The same for a script that fetches the list into the page, rather than going to another one."""
    text = _scripts(page)
    return _first(page, [text[max(match.start() - 500, 0) : match.end() + 600] for match in _FETCHES.finditer(text)])


def _scripts(page: Page) -> str:
    text = "\n".join(node.text for node in page.root.iter("script") if node.text and "page" in node.text.lower())
    # "index" + "_" + n + "." + "html" is "index_" + n + ".html".
    return _JOINT.sub("", text)


def _first(page: Page, places: list[str]) -> Template | None:
    for place in places:
        template = _concatenated(page, place) or _parameters(page, place) or _form(page, place)
        if template is not None:
            return template
    return None


def _concatenated(page: Page, text: str) -> Template | None:
    for match in [*_TEMPLATE_STRING.finditer(text), *_QUERY.finditer(text)]:
        groups = match.groups()
        before = next((group for group in groups[:3] if group is not None), "") if len(groups) > 2 else groups[0]
        behind = next((group for group in groups[3:] if group is not None), "") if len(groups) > 2 else groups[1]
        parameter = _ENDS_WITH_PARAMETER.search(before)
        if parameter and is_page_parameter(parameter[1]):
            before = re.sub(r"\d+$", "", before)
        elif not (_PATH.match(before) and _PATH_END.match(behind)):
            continue
        if not before.startswith("&"):
            # What is written may be a whole link: "index_" + n + ".html\\">下一页".
            kept = re.match(r"[&.][^\s\"'\\\\<>]*", behind)
            return _template(page, before, kept[0] if kept else "")
    return None


def _parameters(page: Page, text: str) -> Template | None:
    """The address and the parameters of a request that a script sends."""
    for match in _URL.finditer(text):
        address = next(group for group in match.groups() if group is not None)
        fields = text[match.end() : match.end() + 500]
        opened = fields.find("{")
        if opened < 0 or "}" not in fields[opened:]:
            continue
        pairs = _PAIR.findall(fields[opened : fields.index("}", opened) + 1])
        numbered = next((name for name, *_ in pairs if is_page_parameter(name)), None)
        if numbered is None:
            continue
        constant = [
            (name, quoted or digits) for name, quoted, digits, _ in pairs if name != numbered and (quoted or digits)
        ]
        joint = "&" if "?" in address else "?"
        return _template(page, f"{address}{joint}{urlencode([*constant, (numbered, '')])}", "")
    return None


def _form(page: Page, text: str) -> Template | None:
    """A form that the script sends with the page's number in one of its fields."""
    for match in _FORM_FIELD.finditer(text):
        if not is_page_parameter(match[1]):
            continue
        for form in page.root.iter("form"):
            inputs = {node.get("name") or node.get("id") or "": node.get("value") or "" for node in form.iter("input")}
            if match[1] in inputs:
                constant = [(name, value) for name, value in inputs.items() if name and name != match[1] and value]
                action = form.get("action") or page.url.partition("?")[0]
                joint = "&" if "?" in action else "?"
                return _template(page, f"{action}{joint}{urlencode([*constant, (match[1], '')])}", "")
    return None


def _template(page: Page, before: str, behind: str) -> Template | None:
    if absolute(page, f"{before}1{behind}") is None:
        return None
    return lambda number: absolute(page, f"{before}{number}{behind}") or ""
