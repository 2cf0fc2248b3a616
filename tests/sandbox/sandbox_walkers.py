"""Tiny walkers, one a family: each reads a column of the sandbox by its family's own conventions and nothing else."""

import base64
import json
import re
from collections.abc import Callable, Iterator
from urllib.parse import parse_qsl, urljoin, urlsplit

from parsel import Selector

from crawler.sandbox.pages import Pages  # noqa: TID251

# The links of each page of a column, in order; without pages of their own, of each request.
Walk = Callable[["Reader", str], Iterator[list[str]]]


class Reader:
    """Answers requests out of a site's pages, without a server."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages

    def bytes(self, url: str) -> bytes:
        parts = urlsplit(url)
        answer = self.pages.answer(parts.path or "/", dict(parse_qsl(parts.query)))
        assert answer is not None, url
        return answer.body

    def text(self, url: str) -> str:
        """The answer decoded by its bytes, whatever the header says."""
        body = self.bytes(url)
        try:
            return body.decode()
        except UnicodeDecodeError:
            return body.decode("gb18030")


def links(html: str, url: str) -> list[str]:
    """The addresses of all links, resolved."""
    page = Selector(re.sub("</(?:html|body)>", "", html))
    return [urljoin(url, href) for href in page.css("a::attr(href)").getall() if not href.startswith("javascript:")]


def found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    assert match, pattern
    return match[1]


def apart(reader: Reader, url: str, further: Callable[[str], list[str]]) -> Iterator[list[str]]:
    """Pages with addresses of their own; ``further`` makes those behind the first of its text."""
    html = reader.text(url)
    yield links(html, url)
    for address in further(html):
        own = urljoin(url, address)
        yield links(reader.text(own), own)


def jeecms(reader: Reader, url: str) -> Iterator[list[str]]:
    return apart(reader, url, lambda html: [f"index_{n}.jhtml" for n in range(2, int(found(r"\d+/(\d+)页", html)) + 1)])


def trs(reader: Reader, url: str) -> Iterator[list[str]]:
    return apart(
        reader,
        url,
        lambda html: [f"index_{n}.html" for n in range(1, int(found(r'createPageHTML\((\d+), ?0, ?"index"', html)))],
    )


def ucap(reader: Reader, url: str) -> Iterator[list[str]]:
    def further(html: str) -> list[str]:
        count, extension = re.findall(r"createPageHTML\('\w+',(\d+),1,'index','(\w+)',\d+\)", html)[0]
        return [f"index_{n}.{extension}" for n in range(2, int(count) + 1)]

    return apart(reader, url, further)


def phpcms(reader: Reader, url: str) -> Iterator[list[str]]:
    own = found(r"/(list-\d+-)1\.html", url)

    def further(html: str) -> list[str]:
        numbers = [int(number) for number in re.findall(rf"{own}(\d+)\.html", html)]
        return [f"{own}{n}.html" for n in range(2, max(numbers, default=1) + 1)]

    return apart(reader, url, further)


def dedecms(reader: Reader, url: str) -> Iterator[list[str]]:
    def further(html: str) -> list[str]:
        count = int(found(r"共 <strong>(\d+)</strong>页", html))
        return [f"{found(r'(list_[0-9]+_)', html)}{n}.html" for n in range(2, count + 1)] if count > 1 else []

    return apart(reader, url, further)


def empire(reader: Reader, url: str) -> Iterator[list[str]]:
    def further(html: str) -> list[str]:
        last = re.search(r'index_(\d+)\.html">尾页', html)
        return [f"index_{n}.html" for n in range(2, int(last[1]) + 1)] if last else []

    return apart(reader, url, further)


def query(reader: Reader, url: str) -> Iterator[list[str]]:
    def further(html: str) -> list[str]:
        count = int(found(r"第1/(\d+)页", html))
        form = re.findall(r'<input type="hidden" name="(\w+)"', html)
        name = form[1] if form else re.findall(r"&amp;(\w+)=2\"", html)[0] if count > 1 else ""
        return [f"{url}&{name}={n}" for n in range(2, count + 1)]

    return apart(reader, url, further)


def nextlink(reader: Reader, url: str) -> Iterator[list[str]]:
    seen: set[str] = set()
    while url not in seen:
        seen.add(url)
        html = reader.text(url)
        yield links(html, url)
        following = re.search(r'<a href="([^"]+)">下一页', html)
        url = urljoin(url, following[1]) if following else url


def jpage(reader: Reader, url: str) -> Iterator[list[str]]:
    html = reader.text(url)
    total, size, group = (int(found(rf"{name}:(\d+)", html)) for name in ("totalRecord", "perPage", "groupSize"))
    parameters, proxy = found(r"ajaxParam:'([^']+)'", html), found(r"proxyUrl:'([^']+)'", html)

    def records(store: str) -> list[str]:
        return links("".join(re.findall(r"<record><!\[CDATA\[(.*?)\]\]></record>", store, re.DOTALL)), url)

    inlined = records(html)
    assert len(inlined) == min(total, size * group)
    yield inlined
    for first in range(1 + len(inlined), total + 1, size):
        last = min(first + size - 1, total)
        address = f"{proxy}?startrecord={first}&endrecord={last}&perpage={size}&{parameters}"
        yield records(reader.text(urljoin(url, address)))


def gkmlpt(reader: Reader, url: str) -> Iterator[list[str]]:
    html = reader.text(url)
    column = found(r"\"?COLUMN\"?: \{ ?\"?id\"?: (\d+)", html)
    site = found(r"\"?SID\"?: ['\"](\d+)['\"]", html)
    listed, page = 0, 1
    while True:
        found_here = json.loads(reader.bytes(urljoin(url, f"/gkmlpt/api/all/{column}?page={page}&sid={site}")))
        yield [urljoin(url, article["url"]) for article in found_here["articles"]]
        listed += len(found_here["articles"])
        page += 1
        if listed >= found_here["total"]:
            return


def ajax(reader: Reader, url: str) -> Iterator[list[str]]:
    html = reader.text(url)
    script = html[html.index("function loadPage(n)") :]
    path = found(r'["`](/[\w/.]+)[?"]', script)
    pairs = re.findall(r'[{?&, ]"?(\w+)"?[:=] ?"?(\d+)', script)
    column, number = next(pair for pair in pairs if pair[0] != "pageSize")
    page = found(r'"?(\w+)"?(?::|=) ?(?:n\b|" \+ n|\$\{n\})', script)
    for place in range(1, int(found(r"totalPage = (\d+)", html)) + 1):
        answer = reader.text(urljoin(url, f"{path}?{column}={number}&{page}={place}"))
        if not answer.startswith("{"):
            yield links(answer, url)
            continue
        names = re.findall(r"\+ o\.(\w+) \+", html)
        keys = found(r"\$\.each\(d\.([\w.]+),", html).split(".")
        entries = json.loads(answer)
        for key in keys:
            entries = entries[key]
        yield [urljoin(url, entry[names[0]]) for entry in entries]


def unscrambled(reader: Reader, url: str) -> str:
    """What the script of a shell puts into the page."""
    shell = reader.text(url)
    if 'id="app"' not in shell:
        return shell
    source = re.search(r'<script src="([^"]+)"', shell)
    script = reader.text(urljoin(url, source[1])) if source else shell
    address = found(r'data-u="([^"]+)"', shell).replace("&amp;", "&")
    data = json.loads(reader.bytes(urljoin(url, found(r"fetch\('([^']+)'", script)) + address))["d"]
    if "reverse()" in script:
        data = data[::-1]
    key = int(found(r"\^ (\d+)", script))
    return str(json.loads(bytes(byte ^ key for byte in base64.b64decode(data)))["h"])


def browser(reader: Reader, url: str) -> Iterator[list[str]]:
    html = unscrambled(reader, url)
    yield links(html, url)
    while following := re.search(r'<a href="([^"]+)">下一页</a>', html):
        url = urljoin(url, following[1])
        html = unscrambled(reader, url)
        yield links(html, url)


WALKERS: dict[str, Walk] = {
    "jeecms": jeecms,
    "trs": trs,
    "ucap": ucap,
    "jpage": jpage,
    "gkmlpt": gkmlpt,
    "phpcms": phpcms,
    "dedecms": dedecms,
    "empire": empire,
    "query": query,
    "ajax": ajax,
    "nextlink": nextlink,
    "browser": browser,
}
