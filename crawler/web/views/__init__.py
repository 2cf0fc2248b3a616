"""The views: each is given a page that is asked for, and answers it."""

from collections.abc import Callable, Mapping

from starlette.responses import Response

from crawler.web.page import Page
from crawler.web.views.today import today

# By the path of their address.
VIEWS: Mapping[str, Callable[[Page], Response]] = {"": today}
