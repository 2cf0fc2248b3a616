"""Every column judged by its own past: the lamps looked at, what they found put together."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from scrapy.settings import BaseSettings

from crawler.errors import LanmuError, UsageError
from crawler.exporters.run_folder import RUNS
from crawler.health import ahead, arrived, disk, site_file
from crawler.health.calendar import needs_calendar
from crawler.health.finding import ColumnHealth, Finding, Health, Lamp, Lit, State, Words
from crawler.health.history import day_of
from crawler.health.judged import DayCounts, Judged, JudgedColumn, Looks, judged, last_named
from crawler.health.looking import Look
from crawler.health.mutes import muted, read_mutes
from crawler.page.dates import BEIJING
from crawler.schedule.due import window_of
from crawler.spiders.site import Site, check_quiet_days


def judge(data_dir: Path, sites: Sequence[type[Site]], now: datetime, settings: BaseSettings) -> Health:
    """The health of these sites; ``now`` is a Beijing time, ``settings`` are those that they are crawled with.

    Raises :class:`~crawler.errors.UsageError` for a mute that can't be meant, :class:`LanmuError` without the package
    ``holidays``.
    """
    needs_calendar()
    mutes = read_mutes(data_dir)
    columns: list[ColumnHealth] = []
    findings: list[Finding] = []
    days: list[DayCounts] = []
    dated_ahead: list[str] = []
    for site in sites:
        wrong = site_file.look(site, settings)
        try:
            quiet_days, named = _named(data_dir, site)
            found = judged(data_dir, site.name, now, quiet_days, named)
            looks = [(Lamp.ARRIVED, wrong or _arrived(site, found, settings, now)), *found.looks]
        except LanmuError as error:
            # Where the data lies is nobody's business who sees it in a chat or on the page.
            finding = _damaged(site.name, str(error).replace(f"{data_dir}/", ""), now)
            findings.append(finding)
            columns.append(ColumnHealth(site.name, None, finding.state, None, None, {finding.lamp: _lit(finding)}))
            continue
        columns += _columns(site.name, found, looks, findings)
        days += found.days
        dated_ahead += [f"{site.name}/{RUNS}/{name}" for name in found.ahead]
    if data_dir.is_dir():
        findings += disk.look(data_dir, ((day.day, day.size) for day in days), day_of(now))
    findings += ahead.look(dated_ahead, now)
    findings = sorted(muted(findings, mutes, now), key=lambda one: (-one.weight, one.site, one.column or "", one.kind))
    _take_mutes(columns, findings)
    return Health(now, columns, findings, _today(days, day_of(now)))


def _named(data_dir: Path, site: type[Site]) -> tuple[int | None, list[str]]:
    """``quiet_days`` and the columns that its file names; what can't be meant is as it was when it could."""
    if site.unreadable:
        return last_named(data_dir, site.name)
    try:
        check_quiet_days(site.quiet_days)
    except UsageError:
        return last_named(data_dir, site.name)[0], list(site.columns)
    return site.quiet_days, list(site.columns)


def _arrived(site: type[Site], found: Judged, settings: BaseSettings, now: datetime) -> Look:
    window = window_of(site, settings)
    begun = _moment(found.begun)
    return arrived.look(
        arrived.When(site.name, site.every, window, now, begun, found.open, found.dead, bool(site.homepage))
    )


def _moment(run: str | None) -> datetime | None:
    """When a run began, by its name; Beijing time. Raises :class:`LanmuError` for a name that is no time."""
    if run is None:
        return None
    numbers = (run[:4], run[4:6], run[6:8], run[9:11], run[11:13], run[13:15])
    year, month, day, hour, minute, second = map(int, numbers)
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC).astimezone(BEIJING)
    except (ValueError, OverflowError):
        raise LanmuError(f"run {run} is named after no time there is; move its folder away") from None


def _columns(site: str, found: Judged, looks: Looks, findings: list[Finding]) -> list[ColumnHealth]:
    """The columns of a site, whose own lamps are ``looks``; adds what was found to ``findings``."""
    of_site = [finding for _, look in looks for finding in look.findings]
    findings += of_site
    columns = []
    for column in found.columns:
        # What the whole site has is told once.
        kept = [(lamp, look) for lamp, look in column.looks if not _told(lamp, of_site)]
        findings += [finding for _, look in kept for finding in look.findings]
        columns.append(_column_health(site, column, [*looks, *kept]))
    if not columns:
        columns.append(ColumnHealth(site, None, _worst(looks), None, None, _lamps(looks)))
    return columns


def _told(lamp: Lamp, of_site: Iterable[Finding]) -> bool:
    """Whether what a lamp of a column shows is what the whole site has."""
    return lamp is Lamp.READABLE and any(one.lamp is lamp for one in of_site)


def _column_health(site: str, column: JudgedColumn, looks: Looks) -> ColumnHealth:
    state = _worst(looks)
    if column.retired:
        state = State.STOPPED
    elif column.new and not any(look.findings for _, look in looks):
        state = State.NEW
    return ColumnHealth(site, column.name, state, column.last_checked, column.last_new, _lamps(looks))


def _worst(looks: Looks) -> State:
    return max((look.lit.state for _, look in looks), key=lambda state: state.rank)


def _lamps(looks: Looks) -> dict[Lamp, Lit]:
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
    by_site: dict[str, list[Finding]] = {}
    for one in findings:
        by_site.setdefault(one.site, []).append(one)
    for column in columns:
        own = [one for one in by_site.get(column.site, []) if one.column in {None, column.column}]
        column.muted = bool(own) and all(one.muted for one in own)
        if column.muted and all(one.muted and one.muted.expected for one in own):
            column.state = State.QUIET


def _today(days: Iterable[DayCounts], today: int) -> dict[str, int]:
    mine = [day for day in days if day.day == today]
    return {
        "new": sum(day.new for day in mine),
        "changed": sum(day.revised for day in mine),
        "removed": sum(day.removed for day in mine),
    }


def _damaged(site: str, error: str, now: datetime) -> Finding:
    evidence = Words(f"有一次运行的文件不完整：{error}", f"a run is not whole any more: {error}")
    todo = Words("从备份恢复，或把它移出 runs/", "restore it from a copy, or move it out of runs/")
    state = State.INCOMPLETE
    return Finding(
        site, None, "damaged", Lamp.COMPLETE, state, f"{now:%Y-%m-%d}", evidence, todo, 100 * state.rank + 95
    )
