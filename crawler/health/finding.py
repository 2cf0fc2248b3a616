"""What health says: findings, the state of each column, and the one sentence that sums them up.

Days are ISO days and times ISO times, both Beijing. Every sentence a person reads is there in Chinese and in English.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any, Literal

from crawler.health.sentence import pieces

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence in both languages."""

    zh: str
    en: str

    def said(self, language: Language) -> str:
        """The sentence in one of them."""
        return self.zh if language == "zh" else self.en


class State(Enum):
    """What a column is, in one word; the order is from well to worst."""

    FINE = Words("正常", "fine")
    NEW = Words("新", "new")
    STOPPED = Words("停用", "retired")
    QUIET = Words("安静(预期内)", "quiet (expected)")
    DOUBTFUL = Words("可疑", "doubtful")
    DRIFTED = Words("解析漂移", "drifted")
    INCOMPLETE = Words("不完整", "incomplete")
    NOT_RUN = Words("未运行", "not run")
    BLOCKED = Words("被拦", "blocked")

    @property
    def rank(self) -> int:
        """How bad it is: 0 is well."""
        return _RANKS[self]

    @property
    def well(self) -> bool:
        """Whether nobody needs to look."""
        return self.rank <= State.QUIET.rank


_RANKS = {state: rank for rank, state in enumerate(State)}


class Lamp(Enum):
    """What of a column is looked at; its state is that of its worst lamp."""

    ARRIVED = Words("到达", "arrived")  # the last run came on time
    COMPLETE = Words("完整", "complete")  # the account closes, every page was walked
    ALIVE = Words("活着", "alive")  # new articles come in the column's own rhythm
    READABLE = Words("可读", "readable")  # fields are filled, by the rules that always won
    ALLOWED = Words("放行", "allowed")  # the site answers, and lets us in


@dataclass(frozen=True, slots=True)
class Mute:
    """What somebody wants to hear no more of; ``column`` or ``kind`` None: whichever it is.

    ``until`` is an ISO day (to its end) or time, Beijing. ``expected``: it is as it should be, rather than put off.
    """

    site: str
    column: str | None
    kind: str | None
    until: str
    reason: str
    by: str
    expected: bool = False


# Where a finding is that is no site's.
MACHINE = Words("本机", "this machine")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that needs a person, unless it is muted.

    ``site`` is ``""`` where it is the machine's (a full disk), ``column`` None where it is the whole site's. ``since``
    is an ISO day. ``evidence`` is one sentence with the numbers, ``todo`` what to do. The heaviest comes first.
    """

    site: str
    column: str | None
    kind: str  # one of KINDS
    lamp: Lamp
    state: State
    since: str
    evidence: Words
    todo: Words
    weight: int
    muted: Mute | None = None

    @property
    def key(self) -> str:
        """What opens and closes: the same trouble has the same key from run to run."""
        return f"{self.site}/{self.column or ''}:{self.kind}"

    @property
    def needs_person(self) -> bool:
        """Whether nobody has said yet that it may wait."""
        return self.muted is None

    def where(self) -> str:
        """``site/column``, as a person names it; of the machine's ``column`` (a channel), or nothing."""
        return "/".join(filter(None, (self.site, self.column)))

    def line(self, language: Language) -> str:
        """All of it in one line, for a terminal or a chat."""
        where = self.where() or MACHINE.said(language)
        state, evidence, todo = (words.said(language) for words in (self.state.value, self.evidence, self.todo))
        if language == "zh":
            muted = f"（静音至 {self.muted.until}：{self.muted.reason}，{self.muted.by}）" if self.muted else ""
            return f"{state} {where}：{evidence}。自 {self.since}。{todo}。{muted}".replace("。。", "。")
        muted = f" (muted until {self.muted.until}: {self.muted.reason}, {self.muted.by})" if self.muted else ""
        return f"{state} {where}: {evidence}, since {self.since}; {todo}{muted}"

    def as_dict(self) -> dict[str, Any]:
        """For ``--json``."""
        told: dict[str, Any] = {"site": self.site, "column": self.column, "kind": self.kind, "key": self.key}
        told |= {"lamp": self.lamp.name.lower(), "state": self.state.name.lower(), "since": self.since}
        told |= {"state_words": _both(self.state.value), "evidence": _both(self.evidence), "todo": _both(self.todo)}
        muted = None
        if self.muted is not None:
            muted = {name: getattr(self.muted, name) for name in ("until", "reason", "by", "expected")}
        return {**told, "weight": self.weight, "needs_person": self.needs_person, "muted": muted}


# What a finding may be about; `kind` of a mute is one of them.
KINDS = (
    "not_run",  # the site's run is missing or late
    "incomplete",  # pages or links of the column are missing, run after run
    "lost_column",  # the column isn't where it was, or the site leads to it no more and its file doesn't say so
    "stopped",  # runs of the site don't get to their end
    "quiet",  # nothing new for longer than the column's rhythm explains, or ever more rarely
    "fewer_listed",  # the column lists less than it did
    "unreadable",  # no list can be read where there was one
    "drift",  # another rule wins than used to
    "fields",  # a field is empty more often than before
    "disagree",  # list and article say different things more often than before
    "blocked",  # the site sends challenges or refuses
    "robots",  # robots.txt forbids
    "unreachable",  # no connection to the site
    "certificate",
    "dns",
    "slow",  # answers take much longer than before
    "site_file",  # every, crawl_window or quiet_days in the site file can't be meant
    "damaged",  # a finished run isn't whole any more
    "disk",  # the disk with the data is filling
    "clock",  # runs are dated in the future
    "channel",  # messages can't be delivered (crawler/messages)
)


@dataclass(frozen=True, slots=True)
class Lit:
    """What one lamp shows, and why."""

    state: State
    reason: Words


@dataclass(slots=True)
class ColumnHealth:
    """One column: its state is that of its worst lamp; ``column`` is None of a site that was never read.

    ``last_checked`` is the time of the last run that read it, ``last_new`` the ISO day of its newest article (None:
    never): the one it prints, or that of the run that found it later. ``muted``: all that is wrong is muted.
    """

    site: str
    column: str | None
    state: State
    last_checked: str | None
    last_new: str | None
    lamps: Mapping[Lamp, Lit] = field(default_factory=dict)
    muted: bool = False

    def as_dict(self) -> dict[str, Any]:
        """For ``--json``."""
        lamps = {
            lamp.name.lower(): {"state": lit.state.name.lower(), "reason": _both(lit.reason)}
            for lamp, lit in self.lamps.items()
        }
        told = {"site": self.site, "column": self.column, "state": self.state.name.lower(), "muted": self.muted}
        return {**told, "last_checked": self.last_checked, "last_new": self.last_new, "lamps": lamps}


@dataclass(slots=True)
class Health:
    """What :func:`crawler.health.judge.judge` says; ``findings`` are worst first.

    ``counts`` are today's articles: ``new``, ``changed``, ``removed``.
    """

    at: datetime
    columns: list[ColumnHealth]
    findings: list[Finding]
    counts: dict[str, int]

    def open(self) -> list[Finding]:
        """The findings that need a person, worst first."""
        return [finding for finding in self.findings if finding.needs_person]

    def sentence(self, language: Language = "zh") -> str:
        """The verdict in one sentence, the same on the terminal, in a chat and on the page."""
        return "".join(piece.text for piece in pieces(self, language))

    def as_dict(self) -> dict[str, Any]:
        """For ``--json``."""
        return {
            "at": self.at.isoformat(timespec="seconds"),
            "sentence": {language: self.sentence(language) for language in LANGUAGES},
            "counts": self.counts,
            "findings": [finding.as_dict() for finding in self.findings],
            "columns": [column.as_dict() for column in self.columns],
        }


def _both(words: Words) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}
