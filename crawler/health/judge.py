"""Every column judged by its own past: the lamps looked at, what they found put together."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from crawler.errors import LanmuError
from crawler.health import alive, allowed, arrived, complete, disk, readable, shrinking, slow
from crawler.health.cache import Found, site_history
from crawler.health.finding import ColumnHealth, Finding, Health, Lamp, Lit, State, Words
from crawler.health.history import ColumnHistory, RunFacts, SiteHistory, day_of
from crawler.health.looking import ColumnView, Look, SiteView
from crawler.health.mutes import muted, read_mutes
from crawler.page.dates import BEIJING
from crawler.spiders.site import Site

_COLUMN_LAMPS = (
    (Lamp.COMPLETE, complete.look),
    (Lamp.COMPLETE, shrinking.look),
    (Lamp.ALIVE, alive.look),
    (Lamp.READABLE, readable.look),
)
_SITE_LAMPS = (
    (Lamp.ARRIVED, arrived.look),
    (Lamp.COMPLETE, complete.stopped),
    (Lamp.READABLE, readable.look_at_site),
    (Lamp.ALLOWED, allowed.look),
    (Lamp.ALLOWED, slow.look),
)
# A site's column that so many of its last whole runs haven't read any more is there no more.
_UNREAD_RUNS = 2


def judge(data_dir: Path, sites: Sequence[type[Site]], now: datetime, window: str = "") -> Health:
    """The health of these sites; ``now`` is a Beijing time, ``window`` the crawl window of sites that name none.

    Raises :class:`~crawler.errors.UsageError` for an ``every`` or a mute that can't be meant.
    """
    mutes = read_mutes(data_dir)
    columns: list[ColumnHealth] = []
    findings: list[Finding] = []
    runs: list[RunFacts] = []
    for site in sites:
        try:
            found = site_history(data_dir, site.name)
        except LanmuError as error:
            finding = _damaged(site.name, str(error), now)
            findings.append(finding)
            columns.append(ColumnHealth(site.name, None, finding.state, None, None, {finding.lamp: _lit(finding)}))
            continue
        runs += [run for run in found.history.runs if run.day > day_of(now) - disk.DAYS]
        view = _site_view(site, found, now, window)
        one_columns, one_findings = _judge_site(view, site.quiet_days)
        columns += one_columns
        findings += one_findings
    if data_dir.is_dir():
        findings += disk.look(data_dir, runs, day_of(now))
    findings = sorted(muted(findings, mutes, now), key=lambda one: (-one.weight, one.site, one.column or "", one.kind))
    _take_mutes(columns, findings)
    return Health(now, columns, findings, _today(runs, day_of(now)))


def _site_view(site: type[Site], found: Found, now: datetime, window: str) -> SiteView:
    begun = datetime.strptime(found.begun[:15], "%Y%m%dT%H%M%S").replace(tzinfo=UTC) if found.begun else None
    return SiteView(
        site=site.name,
        history=found.history,
        now=now,
        every=site.every,
        window=site.crawl_window or window,
        begun=begun.astimezone(BEIJING) if begun else None,
        open=not found.begun_sealed,
    )


def _judge_site(view: SiteView, quiet_days: int | None) -> tuple[list[ColumnHealth], list[Finding]]:
    looks = [(lamp, look(view)) for lamp, look in _SITE_LAMPS]
    findings = [finding for _, look in looks for finding in look.findings]
    unread = any(lamp is Lamp.ALLOWED and look.lit.state is not State.FINE for lamp, look in looks)
    columns = []
    for column in view.history.columns.values():
        one = ColumnView(view.site, column, view.history, quiet_days)
        own = [] if _retired(column, view.history) else [(lamp, look(one)) for lamp, look in _COLUMN_LAMPS]
        # What the whole site has is told once.
        kept = [(lamp, look) for lamp, look in own if not _told(lamp, look, findings, unread=unread)]
        new = [finding for _, look in kept for finding in look.findings]
        columns.append(_column_health(one, [*looks, *kept]))
        findings += new
    if not columns:
        columns.append(ColumnHealth(view.site, None, _worst(look.lit for _, look in looks), None, None, _lamps(looks)))
    return columns, findings


def _told(lamp: Lamp, look: Look, findings: Iterable[Finding], *, unread: bool) -> bool:
    """Whether what a lamp of a column shows is what the whole site has."""
    if lamp is Lamp.COMPLETE and unread and not look.lit.state.well:
        return True
    return lamp is Lamp.READABLE and any(one.lamp is lamp and one.column is None for one in findings)


def _column_health(view: ColumnView, looks: Sequence[tuple[Lamp, Look]]) -> ColumnHealth:
    column = view.column
    state = _worst(look.lit for _, look in looks)
    if _retired(column, view.history):
        state = State.STOPPED
    elif view.new and not any(look.findings for _, look in looks):
        state = State.NEW
    return ColumnHealth(view.site, column.name, state, column.last_checked, column.last_new, _lamps(looks))


def _retired(column: ColumnHistory, history: SiteHistory) -> bool:
    """Whether the last runs that came to their end haven't asked for the column."""
    whole = [run.number for run in history.runs if run.trouble is None and run.ended == "finished"][-_UNREAD_RUNS:]
    last = column.facts[-1].number if column.facts else -1
    return len(whole) == _UNREAD_RUNS and last < whole[0]


def _worst(lits: Iterable[Lit]) -> State:
    return max((lit.state for lit in lits), key=lambda state: state.rank)


def _lamps(looks: Iterable[tuple[Lamp, Look]]) -> dict[Lamp, Lit]:
    """Each lamp with the worst of what it shows."""
    lamps: dict[Lamp, Lit] = {}
    for lamp, look in looks:
        for at, lit in [(lamp, look.lit), *((finding.lamp, _lit(finding)) for finding in look.findings)]:
            if at not in lamps or lit.state.rank > lamps[at].state.rank:
                lamps[at] = lit
    return lamps


def _lit(finding: Finding) -> Lit:
    return Lit(finding.state, finding.evidence)


def _take_mutes(columns: Iterable[ColumnHealth], findings: Sequence[Finding]) -> None:
    """A column of which all that is wrong is muted says so; one that is as somebody expects it is quiet."""
    for column in columns:
        own = [one for one in findings if one.site == column.site and one.column in {None, column.column}]
        column.muted = bool(own) and all(one.muted for one in own)
        if column.muted and all(one.muted and one.muted.expected for one in own):
            column.state = State.QUIET


def _today(runs: Iterable[RunFacts], today: int) -> dict[str, int]:
    mine = [run for run in runs if run.day == today]
    return {
        "new": sum(run.new for run in mine),
        "changed": sum(run.revised for run in mine),
        "removed": sum(run.removed for run in mine),
    }


def _damaged(site: str, error: str, now: datetime) -> Finding:
    evidence = Words(f"有一次运行的文件不完整：{error}", f"a run is not whole any more: {error}")
    todo = Words("从备份恢复，或把它移出 runs/", "restore it from a copy, or move it out of runs/")
    state = State.INCOMPLETE
    return Finding(
        site, None, "damaged", Lamp.COMPLETE, state, f"{now:%Y-%m-%d}", evidence, todo, 100 * state.rank + 95
    )
