"""The control of a running site: requests to ``/__sandbox__/…`` in, changes made and told as JSON out."""

import dataclasses
import json
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import parse_qsl, urlsplit

from aiohttp import web

from .changes import HOWS, Change, Changes
from .content import Article, Column
from .newsroom import FIELDS
from .pages import Pages
from .truth import truth_lines

PREFIX = "/__sandbox__/"
# What can be done, and what each takes.
ACTIONS = {
    "publish": ("count", "column", "row", "days_ago"),
    "edit": ("count", "url", "field"),
    "delete": ("count", "url", "how", "listed"),
    "restore": ("url",),
    "move": ("count",),
}
_MOST = 10_000

Sent = Mapping[str, str]


class ControlError(ValueError):
    """A request that can't be carried out; the text says why and what can."""


class Control:
    """Answers the control requests of one site."""

    def __init__(self, pages: Pages, changes: Changes) -> None:
        self._pages = pages
        self._changes = changes
        self._actions: Mapping[str, Callable[[Sent], list[Change]]] = {
            "publish": self._publish,
            "edit": self._edit,
            "delete": self._delete,
            "restore": self._restore,
            "move": self._move,
        }

    async def answer(self, request: web.Request) -> web.Response:
        """The articles that were changed; the truth of now for a GET of ``truth``."""
        name = request.path.removeprefix(PREFIX)
        if name == "truth" and request.method == "GET":
            text = "".join(f"{line}\n" for line in truth_lines(self._pages))
            return web.Response(text=text, content_type="application/x-ndjson")
        if name not in ACTIONS or request.method != "POST":
            return _refusal(404, f"there are POST {', '.join(ACTIONS)} and GET truth below {PREFIX}")
        form = await request.post()
        sent = {**request.query, **{key: value for key, value in form.items() if isinstance(value, str)}}
        if unknown := sorted(set(sent) - set(ACTIONS[name])):
            return _refusal(400, f"{name} takes {', '.join(ACTIONS[name])}, not {', '.join(unknown)}")
        try:
            changes = self._actions[name](sent)
        except ControlError as error:
            return _refusal(400, str(error))
        return _answer(200, {"articles": [dataclasses.asdict(change) for change in changes]})

    def _publish(self, sent: Sent) -> list[Change]:
        column = self._column(sent["column"]) if "column" in sent else None
        count, row, days_ago = _number(sent, "count"), _number(sent, "row"), _number(sent, "days_ago", 0)
        return self._changes.publish(count, column, row, days_ago)

    def _edit(self, sent: Sent) -> list[Change]:
        if "field" in sent:
            _check(sent, "field", FIELDS)
        return self._changes.edit(self._articles(sent), [sent["field"]] if "field" in sent else [])

    def _delete(self, sent: Sent) -> list[Change]:
        how = _check(sent, "how", HOWS) if "how" in sent else HOWS[0]
        listed = "listed" in sent and _check(sent, "listed", ("0", "1")) == "1"
        return self._changes.delete(self._articles(sent), how, listed=listed)

    def _restore(self, sent: Sent) -> list[Change]:
        if "url" not in sent:
            raise ControlError("restore takes the url of a deleted article")
        number = self._number_at(sent["url"])
        if number not in self._pages.gone:
            raise ControlError(f"{sent['url']} isn't deleted")
        return self._changes.restore(number)

    def _move(self, sent: Sent) -> list[Change]:
        return self._changes.move(_number(sent, "count"))

    def _articles(self, sent: Sent) -> list[Article]:
        """The article whose address is given, or as many as are asked for."""
        if "url" not in sent:
            return self._changes.some_articles(_number(sent, "count"))
        number = self._number_at(sent["url"])
        if number in self._pages.gone:
            raise ControlError(f"{sent['url']} is deleted; restore it first")
        return [self._pages.site.articles[number]]

    def _number_at(self, url: str) -> int:
        """The number of the article at an address, whole or from its path on."""
        parts = urlsplit(url)
        found = self._pages.place_at(parts.path, dict(parse_qsl(parts.query)))
        if found is None or found[1].kind != "article":
            raise ControlError(f"{url} is no article of this site")
        return found[1].number

    def _column(self, text: str) -> Column:
        """The column of a name, a path like ``dwjs`` or an address, where it lists articles of its own."""
        site, platform = self._pages.site, self._pages.platform
        own = [one for one in site.columns if one.form == "list" and not site.children(one.path)]
        for column in own:
            address = platform.column(column.path)
            if text in {column.name, column.path, address, self._pages.base + address}:
                return column
        raise ControlError(f"column {text}: there are {', '.join(column.path for column in own)}")


def _number(sent: Sent, name: str, usual: int = 1) -> int:
    """The number sent under this name, not below the usual one."""
    text = sent.get(name, str(usual))
    if not (text.isdecimal() and usual <= int(text) <= _MOST):
        raise ControlError(f"{name}={text}: give a number from {usual} to {_MOST}")
    return int(text)


def _check(sent: Sent, name: str, known: Sequence[str]) -> str:
    """The word sent under this name, one of those known."""
    if sent[name] not in known:
        raise ControlError(f"{name}={sent[name]}: there are {', '.join(known)}")
    return sent[name]


def _refusal(status: int, text: str) -> web.Response:
    return _answer(status, {"error": text})


def _answer(status: int, content: Mapping[str, object]) -> web.Response:
    body = json.dumps(content, ensure_ascii=False)
    return web.Response(status=status, text=body, content_type="application/json")
