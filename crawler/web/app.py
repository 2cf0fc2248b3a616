"""The application: which address is which view, and what is answered where something is wrong."""

from collections.abc import Callable, Collection, Mapping
from importlib import resources

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from crawler.health.finding import Language
from crawler.web.addresses import PREFIXES
from crawler.web.asked import Asked, BadRequestError
from crawler.web.guard import Guard
from crawler.web.keeper import Keeper
from crawler.web.page import MissingError, Page, render
from crawler.web.store.store import NotReadyError
from crawler.web.views import VIEWS

_STATIC = {"style.css": "text/css", "icon.svg": "image/svg+xml"}
View = Callable[[Page], Response]


def application(keeper: Keeper, hosts: Collection[str], token: str | None = None) -> ASGIApp:
    """The pages that ``keeper`` keeps; ``hosts`` are the names they are served under, ``token`` what must be shown."""
    routes = [Route(f"/{name}", _static(name, kind)) for name, kind in _STATIC.items()]
    for language, prefix in PREFIXES.items():
        routes += [
            Route(f"{prefix}/{view}", _endpoint(keeper, view, language, answer)) for view, answer in VIEWS.items()
        ]
    errors: Mapping[int, Callable[[Request, Exception], Response]] = {404: _not_found}
    # Around all of it, not one of its middlewares: what goes wrong inside is answered with the same headers.
    return Guard(Starlette(routes=routes, exception_handlers=errors), hosts, token)


def _endpoint(keeper: Keeper, view: str, language: Language, answer: View) -> Callable[[Request], Response]:
    """Not a coroutine: Starlette runs it in a thread, as the store answers when it has answered."""

    def endpoint(request: Request) -> Response:
        try:
            return answered(request)
        except NotReadyError:
            return _sorry(language, 503, "")

    def answered(request: Request) -> Response:
        with keeper.moment() as (store, snapshot):
            try:
                asked = Asked(request.query_params.multi_items())
                response = answer(Page(view, language, asked, store, snapshot, keeper.data_dir, keeper.reader))
            except BadRequestError as error:
                return _sorry(language, 400, error.why.said(language))
            except MissingError as error:
                return _sorry(language, 404, str(error))
        if request.method == "HEAD" and isinstance(response, StreamingResponse):
            # Nobody reads what would be put together.
            return StreamingResponse((), response.status_code, response.headers)
        return response

    return endpoint


def _static(name: str, kind: str) -> Callable[[Request], Response]:
    content = (resources.files("crawler.web") / "static" / name).read_bytes()

    def endpoint(request: Request) -> Response:  # noqa: ARG001 - Starlette's
        return Response(content, media_type=kind)

    return endpoint


def _not_found(request: Request, error: Exception) -> Response:  # noqa: ARG001 - Starlette's
    return _sorry("en" if request.url.path.startswith("/en/") else "zh", 404, "")


def _sorry(language: Language, status: int, why: str) -> HTMLResponse:
    return HTMLResponse(render("sorry.html", {"language": language, "status": status, "why": why}), status)
