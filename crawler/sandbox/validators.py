"""ETag and Last-Modified: an answer and what is known of its article in, the answer or 304 out."""

import datetime as dt
import hashlib
from dataclasses import dataclass

from aiohttp import ETag, web


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells one state of a page from the next: a text, and when the article was changed."""

    text: str
    changed: dt.datetime


def validated(response: web.Response, request: web.Request, stamp: Stamp) -> web.Response:
    """The response with both headers; a 304 where the reader has this state. A tag counts more than a date."""
    tag = hashlib.sha256(stamp.text.encode()).hexdigest()[:16]
    changed = stamp.changed.replace(microsecond=0)
    if request.if_none_match is not None:
        unchanged = any(one.value in {tag, "*"} for one in request.if_none_match)
    else:
        unchanged = request.if_modified_since is not None and changed <= request.if_modified_since
    if unchanged:
        response = web.Response(status=304)
    # What stands around an article changes without it.
    response.etag = ETag(tag, is_weak=True)
    response.last_modified = changed
    return response
