"""A site that answers much more slowly than it did."""

from statistics import median

from crawler.health.finding import Lamp, State, Words
from crawler.health.looking import Look, SiteView, What, well
from crawler.health.odds import above_all

_SLOW = What("slow", Lamp.ALLOWED, State.DOUBTFUL)
# The last runs against those before: each slower than each, twice as slow, and by half a second an answer at least.
_NOW, _LONG, _PAST, _FEWEST = 3, 20, 30, 10
_TIMES, _SECONDS = 2.0, 0.5
_CHANCE = 0.005
_TODO = Words(
    "网站变慢：晚间再抓，或放慢速度；若只有我们慢，可能被限速",
    "crawl at night, or more slowly; if it is slow for us only, it may throttle us",
)


def look(view: SiteView) -> Look:
    """Of each run the seconds that an answer took to begin, on average."""
    runs = [run for run in view.history.runs[-_LONG - _PAST :] if run.answers and run.latency]
    each = [run.latency / run.answers for run in runs]
    # The most runs of which each was slower than all before; later they are what it is used to.
    for count in range(min(_LONG, len(each) - _FEWEST), _NOW - 1, -1):
        now, past = each[-count:], each[:-count][-_PAST:]
        usual, present = median(past), median(now)
        if above_all(now, past) > _CHANCE or present < _TIMES * usual or present - usual < _SECONDS:
            continue
        evidence = Words(
            f"每次应答 {present:.1f} 秒，以往 {usual:.1f} 秒（前 {len(past)} 次运行）",
            f"an answer takes {present:.1f} s, before {usual:.1f} s (in {len(past)} runs)",
        )
        return view.found(_SLOW, runs[-count].started[:10], evidence, _TODO, int(present / usual))
    return well()
