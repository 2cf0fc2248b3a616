"""What runs come to: pages and links that fail, runs that fail whole, that are cut short, late, or slow."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from histories import day, ordinal, site_view, view

from crawler.errors import UsageError
from crawler.health import allowed, arrived, complete, disk, shrinking, slow
from crawler.health.arrived import When
from crawler.health.finding import State
from crawler.health.looking import Look
from crawler.page.dates import BEIJING


def kinds(look: Look) -> list[str]:
    return [one.kind for one in look.findings]


def failed(reason: str, page: int = 13) -> dict[str, Any]:
    return {"ended": "incomplete", "declared": 47, "walked": 46, "page": page, "pages": {reason: 1}}


# complete


def test_one_page_that_failed_once_is_seen_and_not_yet_spoken_of() -> None:
    look = complete.look(view(20, facts=lambda number: failed("http_500") if number == 19 else {}))
    assert (kinds(look), look.lit.state) == ([], State.INCOMPLETE)
    assert look.lit.reason.zh == "网站连不上或出错：共 47 页只走到 46：第 13 页 http_500"


def test_a_page_that_fails_again_is_spoken_of_since_it_first_did() -> None:
    look = complete.look(view(20, facts=lambda number: failed("http_500") if number > 16 else {}))
    assert kinds(look) == ["unreachable"]
    assert look.findings[0].since == "2026-03-19"
    assert look.findings[0].evidence.en == (
        "the site doesn't answer, or with errors: 46 of 47 pages walked, page 13 http_500, 3 runs in a row"
    )


@pytest.mark.parametrize(
    ("reason", "kind", "state"),
    [
        ("blocked_challenge", "blocked", State.BLOCKED),
        ("http_403", "blocked", State.BLOCKED),
        ("robots", "robots", State.BLOCKED),
        ("certificate", "certificate", State.INCOMPLETE),
    ],
)
def test_what_does_not_pass_by_itself_is_spoken_of_at_once(reason: str, kind: str, state: State) -> None:
    look = complete.look(view(20, facts=lambda number: failed(reason) if number == 19 else {}))
    assert (kinds(look), look.lit.state) == ([kind], state)


def test_a_first_page_without_a_list_is_a_redesign() -> None:
    unread = failed("no_links", page=1) | {"walked": 0}
    look = complete.look(view(20, facts=lambda number: unread if number == 19 else {}))
    assert (kinds(look), look.lit.state) == (["unreadable"], State.DRIFTED)


def test_a_dead_link_is_given_up_in_time_and_needs_nobody() -> None:
    look = complete.look(view(30, facts=lambda number: {"links": {"http_500": 1}} if number > 24 else {}))
    assert (kinds(look), look.lit.state) == ([], State.INCOMPLETE)


def test_more_links_fail_than_ever() -> None:
    look = complete.look(view(30, facts=lambda number: {"links": {"blocked_challenge": 9}} if number > 27 else {}))
    assert kinds(look) == ["blocked"]
    assert look.findings[0].since == f"{day(28)}"


def test_links_that_keep_failing_are_spoken_of_until_they_are_mended() -> None:
    def facts(number: int) -> dict[str, Any]:
        return {"links": {"blocked_challenge": 9}} if 28 <= number < 45 else {"links": {"http_500": number % 2}}

    looks = [complete.look(view(days, facts=facts)) for days in range(27, 48)]
    assert [kinds(look) for look in looks] == [[], [], [], *[["blocked"]] * 16, [], []]
    assert {one.since for look in looks for one in look.findings} == {f"{day(28)}"}
    assert looks[10].findings[0].evidence.en == (
        "9 links failed (mostly blocked_challenge), never more than 1 in a run before"
    )


def test_a_run_that_reads_nothing_does_not_mend_links() -> None:
    def facts(number: int) -> dict[str, Any]:
        if number == 33:
            return failed("http_500", page=1) | {"walked": 0}
        return {"links": {"http_500": 9}} if number > 27 else {}

    look = complete.look(view(36, facts=facts))
    assert [one.since for one in look.findings] == [f"{day(28)}"]


def test_runs_that_do_not_end() -> None:
    closed = {"ended": "window_closed", "verdict": "incomplete"}
    assert kinds(complete.stopped(site_view(9, lambda number: closed if number == 8 else {}))) == []
    assert kinds(complete.stopped(site_view(9, lambda number: closed if number > 6 else {}))) == ["stopped"]
    full = {"ended": "cannot_write", "verdict": "failed"}
    assert kinds(complete.stopped(site_view(9, lambda number: full if number == 8 else {}))) == ["stopped"]


# allowed


@pytest.mark.parametrize(
    ("reason", "kind", "runs"),
    [
        ("blocked_challenge", "blocked", 1),
        ("robots", "robots", 1),
        ("certificate", "certificate", 1),
        ("unknown_host", "dns", 2),
        ("refused", "unreachable", 2),
        ("http_503", "unreachable", 2),
        ("http_404", "unreachable", 2),
        ("no_links", "unreadable", 1),
        ("ZeroDivisionError", "incomplete", 2),
    ],
)
def test_a_site_that_could_not_be_read(reason: str, kind: str, runs: int) -> None:
    def look(bad: int) -> Look:
        return allowed.look(site_view(20, lambda number: {"trouble": reason} if number >= 20 - bad else {}))

    assert kinds(look(runs - 1)) == []
    assert kinds(look(runs)) == [kind]
    assert look(5).findings[0].since == f"{day(15)}"
    assert kinds(allowed.look(site_view(20, lambda number: {"trouble": reason} if number == 18 else {}))) == []


# arrived


def late(every: str, hours: float, begun: datetime = datetime(2026, 3, 20, 22, 0, tzinfo=BEIJING), **told: Any) -> Look:
    """So many hours after the last run began."""
    return arrived.look(When("yunze", every, "", begun + timedelta(hours=hours), begun, **told))


def test_a_daily_site_is_late_after_a_quarter_of_a_day() -> None:
    found = [hours for hours in range(80) if kinds(late("day", hours))]
    # Its turn was once between the midnight after and the one after that.
    assert 8 <= found[0] <= 32
    assert found == list(range(found[0], 80))


def test_what_is_missing_is_counted() -> None:
    look = late("day", 5 * 24)
    assert look.lit.state is State.NOT_RUN
    assert look.findings[0].since == "2026-03-21"
    assert "2026-03-20 22:00" in look.findings[0].evidence.zh


def test_weekdays_only_is_not_late_on_a_sunday() -> None:
    friday = datetime(2026, 3, 20, 23, 59, tzinfo=BEIJING)
    assert [kinds(late("weekday", hours, friday)) for hours in (20, 40, 47)] == [[], [], []]


def test_weekends_are_not_missing() -> None:
    begun = datetime(2026, 3, 19, 23, 59, tzinfo=BEIJING)  # a Thursday
    # Friday, Monday and Tuesday; it is Wednesday, and not yet late.
    look = late("weekday", 5 * 24 + 2, begun)
    assert look.findings[0].since == "2026-03-20"
    assert look.findings[0].evidence.en.endswith(", 3 missing")


def test_a_site_that_is_being_crawled_is_not_late() -> None:
    assert [kinds(late("day", hours, open=True)) for hours in (30, 40, 47)] == [[], [], []]
    assert kinds(late("day", 40)) == ["not_run"]


def test_a_site_by_hand_is_never_late_and_one_without_runs_is_new() -> None:
    assert kinds(late("", 400 * 24)) == []
    now = datetime(2026, 3, 20, 22, 0, tzinfo=BEIJING)
    assert arrived.look(When("yunze", "day", "", now, None)).lit.state is State.NEW


def test_a_run_that_hangs() -> None:
    assert [kinds(late("", hours, open=True)) for hours in (40, 60)] == [[], ["not_run"]]


def test_an_every_that_says_nothing() -> None:
    with pytest.raises(UsageError, match="every 'often' is unknown"):
        late("often", 1)


# shrinking


def sizes(*items: int) -> Look:
    """A list whose pager says day by day how long it is."""
    one = view(len(items))
    one.column.stated = {ordinal(number): size for number, size in enumerate(items)}
    return shrinking.look(one)


def test_a_list_that_shrinks_day_by_day() -> None:
    steady = [100 + number // 3 for number in range(60)]
    shrinks = [120 - 2 * number for number in range(20)]
    found = [count for count in range(1, 21) if kinds(sizes(*steady, *shrinks[:count]))]
    assert found == list(range(found[0], 21))
    assert shrinks[found[0] - 1] >= 105
    assert sizes(*steady, *shrinks).findings[0].since == f"{day(61)}"


def test_a_shorter_list_is_told_until_it_is_as_it_was_or_for_half_a_year() -> None:
    def found(*later: int) -> list[int]:
        items = [*([100] * 30), 90, 80, 70, *later]
        return [count for count in range(30, len(items) + 1) if kinds(sizes(*items[:count]))]

    assert found(*[70] * 200) == list(range(31, 211))
    # Half of it made up for.
    assert found(*[70] * 100, *[96] * 20) == list(range(31, 134))


def test_a_list_that_loses_rows_as_it_always_did() -> None:
    # Grows by one a day, is tidied up once a month.
    items = [200 + number - 28 * (number // 28) for number in range(120)]
    assert kinds(sizes(*items)) == []


def test_a_list_that_states_no_size_has_that_of_walks_to_its_end() -> None:
    one = view(44)
    one.column.rows = {ordinal(number): 100 for number in range(0, 40, 7)}
    assert kinds(shrinking.look(one)) == []
    one.column.rows[ordinal(42)] = 70
    assert kinds(shrinking.look(one)) == ["fewer_listed"]


# slow


def test_a_site_that_answers_more_slowly() -> None:
    def looks(seconds: float) -> list[list[str]]:
        def runs(number: int) -> dict[str, Any]:
            return {"latency": seconds * 10 if number >= 40 else 10 + number % 7, "answers": 10}

        return [kinds(slow.look(site_view(days, runs))) for days in range(38, 50)]

    assert looks(4.0) == [[], [], [], [], [], *[["slow"]] * 7]
    assert looks(1.7) == [[]] * 12


def test_slow_answers_are_told_until_they_are_as_fast_as_before_or_for_half_a_year() -> None:
    def found(slow_runs: int) -> list[int]:
        # One of ten is as fast as before.
        seconds = [1.0] * 40 + [1.0 if number % 10 == 5 else 4.0 for number in range(slow_runs)] + [1.0] * 10

        def runs(number: int) -> dict[str, float]:
            return {"latency": seconds[number] * 10, "answers": 10}

        return [days for days in range(30, len(seconds) + 1) if kinds(slow.look(site_view(days, runs)))]

    assert found(100) == list(range(43, 142))
    assert found(200) == list(range(43, 221))


# disk


def test_a_disk_is_judged_by_what_is_written(tmp_path: Path) -> None:
    today = day(29).toordinal()
    assert disk.look(tmp_path, [(today - number, 1) for number in range(30)], today) == []
    (finding,) = disk.look(tmp_path, [(today - number, 10**15) for number in range(30)], today)
    assert (finding.kind, finding.site, finding.column) == ("disk", "", None)
