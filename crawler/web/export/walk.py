"""The pages as files, for a share or a web server that only has files: the same views, walked from link to link.

The views know nothing of it. They are given another function for addresses, which leads from file to file; what isn't
written has no address, and stands as plain text.
"""

import re
from collections.abc import Callable, Mapping
from importlib import resources
from pathlib import Path

from crawler.health.finding import LANGUAGES, Language, Words
from crawler.web.asked import Asked, BadRequestError
from crawler.web.export.folder import written_whole
from crawler.web.export.plan import Plan, file_of
from crawler.web.keeper import Keeper
from crawler.web.page import MissingError, Page, render
from crawler.web.views import VIEWS

ASSETS = ("style.css", "icon.svg")
# No address: what leads here stands as text.
_NOWHERE = "lanmu:nowhere"
_HREF = re.compile(rf' href="{_NOWHERE}[^"]*"')
# What only a server can answer. No crawled text can hold these: it is escaped.
_FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
_HEAD, _END = '<meta charset="utf-8">', "</main>"
# A browser takes a folder for another origin, so 'self' wouldn't let it read the style there.
_POLICY = "default-src 'none'; style-src 'self' file:; img-src 'self' file:; form-action 'none'; base-uri 'none'"
_NOTE = Words(
    "这些页面是一份副本，以上方的时间为准；检索、下载和更早的内容只在 lanmu web 里有，这里是没有链接的文字。",
    "These pages are a copy, as of the time above. Search, downloads and what is further back need lanmu web; "
    "what would lead there is plain text.",
)
_TELL_EVERY = 1_000
Linked = Callable[[Language, str, Mapping[str, object]], str]


def export(keeper: Keeper, folder: Path, told: Callable[[int], None]) -> int:
    """Write the pages that ``keeper`` keeps into ``folder``, whole or not at all; returns how many.

    ``told`` hears now and then how many there are. Raises what :func:`written_whole` raises.
    """
    about: dict[str, object] = {}
    with keeper.moment() as (store, snapshot), written_whole(folder, about) as making:
        for name in ASSETS:
            (making / name).write_bytes((resources.files("crawler.web") / "static" / name).read_bytes())
        plan, pages = Plan(), 0
        while plan.waiting:
            wanted = plan.waiting.popleft()
            for language in LANGUAGES:
                place = file_of(language, plan.names[wanted])
                asked = Asked(wanted.parameters)
                page = Page(
                    wanted.view,
                    language,
                    asked,
                    store,
                    snapshot,
                    keeper.data_dir,
                    keeper.reader,
                    linked=_linked(plan, place),
                    assets=_top(place),
                )
                path = making / place
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(_as_file(_text(page), language), encoding="utf-8")
                pages += 1
                if pages % _TELL_EVERY == 0:
                    told(pages)
        about |= {"at": snapshot.at.isoformat(timespec="seconds"), "pages": pages}
    return pages


def _top(place: str) -> str:
    """What leads from a file to the folder of all."""
    return "../" * place.count("/")


def _linked(plan: Plan, place: str) -> Linked:
    """The addresses on the page that is written to ``place``."""

    def linked(language: Language, view: str, parameters: Mapping[str, object]) -> str:
        target = plan.file(language, view, parameters)
        return _NOWHERE if target is None else _top(place) + target

    return linked


def _text(page: Page) -> str:
    """The page as a server would send it; one that can't be shown says why."""
    try:
        return bytes(VIEWS[page.view](page).body).decode("utf-8")
    except BadRequestError as error:
        status, why = 400, error.why.said(page.language)
    except MissingError as error:
        status, why = 404, str(error)
    context = {"language": page.language, "status": status, "why": why, "assets": page.assets, "home": page.to("")}
    return render("sorry.html", context)


def _as_file(text: str, language: Language) -> str:
    """Without what only a server can do, and with what a server says beside the page."""
    text = _HREF.sub("", _FORM.sub("", text))
    text = text.replace(_HEAD, f'{_HEAD}\n<meta http-equiv="Content-Security-Policy" content="{_POLICY}">', 1)
    return text.replace(_END, f'<p class="soft">{_NOTE.said(language)}</p>\n{_END}', 1)
