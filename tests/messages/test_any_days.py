"""Whatever days bring: a reader who believes each message knows how things stand, and is told nothing twice."""

import re
import tempfile
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from troubles import SITES, at, blocked, health, quiet

from crawler.health.finding import Mute, Words
from crawler.messages.channel import Channel
from crawler.messages.news import FLIP_HOURS, FLIPS
from crawler.messages.sending import UndeliveredError
from crawler.messages.tell import tell
from crawler.messages.told import told_lock

COLUMNS = ("通知公告", "队伍建设")
_SECTION = re.compile(r"(\d+) (opened|closed|flapping)")
_LINE = re.compile(r"· (?:doubtful )?jingzhou/([^: ]+): ")

# One round: hours since the one before, what is there, what is muted, whether the channel can be reached, whether the
# site refuses, so that nobody sees what is there.
ROUND = st.tuples(
    st.integers(1, 30),
    st.sets(st.sampled_from(COLUMNS)),
    st.sets(st.sampled_from(COLUMNS)),
    st.booleans(),
    st.booleans(),
)


class Reader:
    """A channel's other end: believes what it is told."""

    most_bytes = 18_000

    def __init__(self) -> None:
        self.up = True
        self.believes = dict.fromkeys(COLUMNS, "closed")
        self.messages = 0
        self.missed = False

    def send(self, _: str, text: str, __: float) -> None:
        self.missed = not self.up
        if self.missed:
            raise UndeliveredError(Words("不通", "down"))
        self.messages += 1
        word = ""
        for line in text.splitlines():
            section, about = _SECTION.fullmatch(line), _LINE.match(line)
            if section:
                word = {"opened": "open"}.get(section[2], section[2])
            elif about:
                assert self.believes[about[1]] != word, f"told twice: {line}"
                self.believes[about[1]] = word


# Each round is on the disk before the next.
@settings(max_examples=50)
@given(st.lists(ROUND, max_size=12))
def test_a_reader_knows_how_things_stand(rounds: list[tuple[int, set[str], set[str], bool, bool]]) -> None:
    reader, now = Reader(), at("2027-02-03 09:00")
    channel = Channel("reader", reader, "en")
    flips: dict[str, list[datetime]] = {column: [] for column in COLUMNS}
    before: set[str] = set()
    with tempfile.TemporaryDirectory() as folder:
        for hours, there, silent, reader.up, refused in rounds:
            now += timedelta(hours=hours)
            for column in set() if refused else before ^ there:
                flips[column].append(now)
            before = before if refused else there
            findings = [blocked(site="jingzhou")] if refused else [quiet(column) for column in sorted(there)]
            muted = [
                replace(one, muted=Mute("jingzhou", one.column, None, "2099-01-01", "r", "b"))
                if one.column in silent
                else one
                for one in findings
            ]
            said = health(f"{now:%Y-%m-%d %H:%M}", *muted)
            already, knew, reader.missed = reader.messages, dict(reader.believes), False
            with told_lock(Path(folder)):
                tell(Path(folder), said, [channel], SITES)
            assert reader.messages - already <= 1
            if reader.missed:
                continue
            for column in COLUMNS:
                if refused:
                    # Who knows?
                    assert reader.believes[column] == knew[column]
                    continue
                recent = [flip for flip in flips[column] if now - flip < timedelta(hours=FLIP_HOURS)]
                if column in there & silent:
                    reader.believes[column] = "closed"  # it is told to open, if it does, when the mute ends
                elif len(recent) >= FLIPS:
                    assert reader.believes[column] == "flapping" or column not in there
                else:
                    assert reader.believes[column] == ("open" if column in there else "closed")
