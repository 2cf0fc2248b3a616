"""What is no longer found, and not over for that: something worse stands before it, or has taken its place."""

from crawler.health.finding import Finding, Health, Lamp, State

# What can be asked of a site only if what comes before is well: is each run whole, can its file be meant, has a run
# come? Then: could anything be read?
_FIRST = ("damaged", "site_file", "not_run")
# One look at the pages of a column, or of a site, says one of these; one look at what was read one of those.
_PAGES = frozenset({"incomplete", "unreadable", "blocked", "robots", "unreachable", "certificate", "dns"})
_READ = frozenset({"fields", "disagree", "drift"})
_UNREAD = len(_FIRST)


class Hidden:
    """What the findings of a ``health``, muted or not, leave open; asked by the key of what isn't among them."""

    def __init__(self, health: Health) -> None:
        self._by_site: dict[str, list[Finding]] = {}
        for one in health.findings:
            self._by_site.setdefault(one.site, []).append(one)
        shut = {(one.site, one.column) for one in health.findings if _is_shut(one.lamp, one.state)}
        # A first run that could read nothing is no finding yet.
        self._unread = {
            one.site
            for one in health.columns
            if (lit := one.lamps.get(Lamp.ALLOWED))
            and _is_shut(Lamp.ALLOWED, lit.state)
            and not shut & {(one.site, None), (one.site, one.column)}
        }

    def hides(self, key: str) -> bool:
        """Whether something stands before it, so that nobody knows."""
        site, column, kind = _parts(key)
        depth = _depth(column, kind)
        if site in self._unread and depth > _UNREAD:
            return True
        return any(
            _depth(one.column, one.kind) < depth
            or (one.column is None and column is not None and {one.kind, kind} <= _READ)
            or (one.column == column and one.kind == "lost_column")
            for one in self._by_site.get(site, [])
        )

    def replaces(self, key: str) -> bool:
        """Whether it has become something else: that is told, and no recovery."""
        site, column, kind = _parts(key)
        return any(
            one.column == column and ({one.kind, kind} <= _PAGES or {one.kind, kind} <= _READ)
            for one in self._by_site.get(site, [])
        )


def _is_shut(lamp: Lamp, state: State) -> bool:
    """Whether the site lets nothing be read, rather than being slow."""
    return lamp is Lamp.ALLOWED and state.rank > State.DOUBTFUL.rank


def _depth(column: str | None, kind: str) -> int:
    """How many questions come before; a finding of the whole site hides all that is deeper."""
    if column is None and kind in _FIRST:
        return _FIRST.index(kind)
    return _UNREAD if column is None and kind in _PAGES else _UNREAD + 1


def _parts(key: str) -> tuple[str, str | None, str]:
    """Site, column and kind of a finding's key."""
    site, _, rest = key.partition("/")
    column, _, kind = rest.rpartition(":")
    return site, column or None, kind
