"""How a page writes the address of another one: rooted, absolute, relative."""

import posixpath


def relative(own: str, target: str, *, dotted: bool = False) -> str:
    """``target`` as seen from the page at ``own``; ``dotted`` ones begin with ``./`` where they lead down."""
    path, mark, query = target.partition("?")
    folder = own.partition("?")[0].rpartition("/")[0] or "/"
    name = posixpath.relpath(path, folder) + "/" * (path.endswith("/") and path != "/")
    if dotted and not name.startswith("."):
        name = f"./{name}"
    return name + mark + query


def tailed(address: str, tail: str) -> str:
    """The address with a session id before its query or a tracking parameter behind it."""
    path, mark, query = address.partition("?")
    if tail.startswith(";"):
        return path + tail + mark + query
    return f"{address}&{tail[1:]}" if mark and tail else address + tail
