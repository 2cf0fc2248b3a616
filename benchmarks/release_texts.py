"""A million invented texts, some of them reprints of others: each is made anew from its number, so none is kept.

Words of two characters mostly, by Zipf's law, differently by topic, and between them stock phrases, numbers and bylines
that unrelated texts share. One text in six is a reprint of an earlier one: to the letter but for spaces and
punctuation, or with up to 5 % of its characters changed and up to a third of it cut off. Some are notices of one frame,
which differ in names and numbers: each of them is a text of its own.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

Kind = Literal["own", "exact", "near", "notice", "named", "short"]

SHORTEST, LONGEST = 200, 4000
# Of the characters of a reprint: most that are changed, and that are cut off besides.
MOST_CHANGED, MOST_CUT = 0.05, 1 / 3
# Of a hundred texts; the rest are texts of their own.
_SHARES: tuple[tuple[Kind, float], ...] = (
    ("exact", 5.0), ("near", 10.0), ("notice", 3.0), ("named", 0.5), ("short", 2.0),
)  # fmt: skip
_FRAMES = 300
_TOPICS = 40
_WORDS = 4000
# Every third of the 3,755 commonest characters.
_CHARACTERS = [bytes((0xB0 + n // 94, 0xA1 + n % 94)).decode("gb2312") for n in range(0, 3754, 3)]
_PHRASES = (
    "会议指出 会议强调 据了解 近日 下一步 与此同时 截至目前 值得一提的是 活动现场 有关负责人表示 按照统一部署 "
    "取得明显成效 为切实做好此项工作 各级各部门要提高站位 进一步压实责任 坚持问题导向和目标导向 不断增强群众的获得感 "
    "形成齐抓共管的工作格局 确保各项任务落到实处 切实维护群众合法权益 推动工作高质量发展 统一思想认识 营造良好氛围 "
    "以钉钉子精神抓好落实 加强组织领导 严格落实主体责任 受到群众一致好评 打通服务群众最后一公里 深入开展专项行动"
).split()
_PLACES = "云泽市 青榆区 白棠县 柳岚县 砚湖区 松陂县 雁汀市 石荇县 桐渚区 双渠镇 荻浦镇 枫汀街道 鹭滩乡 麦陇乡".split()
_OPENINGS = ("", "", "", "本报讯（记者甲）", "记者甲从有关部门获悉，", "云泽日报讯　")
_CREDITS = ("", "", "（来源：云泽日报）", "\n（转自云泽长安网）")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a text is; ``original`` is the number of the text it reprints, else its own."""

    kind: Kind
    original: int
    changed: float = 0.0
    together: bool = False
    cut: float = 0.0
    lead: bool = False


class Texts:
    """The texts of one seed, by number from 0."""

    def __init__(self, seed: int = 1) -> None:
        self._seed = seed
        rng = self._rng("words", 0)
        lengths = rng.choices((1, 2, 3, 4), (10, 75, 10, 5), k=_WORDS)
        words = ["".join(rng.choices(_CHARACTERS, k=length)) for length in lengths]
        phrases = _PHRASES + ["".join(rng.choices(words[:400], k=rng.randint(3, 8))) for _ in range(250)]
        numbers = [str(rng.randint(1, 10 ** rng.randint(1, 4))) for _ in range(400)]
        self._words = words
        self._units = [*words, *phrases, *_PLACES, *numbers, "，", "。", "。\n", "、"]
        self._sums = [self._of_topic(rng, len(words), len(phrases), len(numbers)) for _ in range(_TOPICS)]
        self._frames = [self._frame(number) for number in range(_FRAMES)]
        self._named = [self._frame(_FRAMES + number) for number in range(_FRAMES // 10)]

    def plan(self, number: int) -> Plan:
        """What a text is."""
        kind = self._kind(number)
        rng = self._rng("plan", number)
        if kind in {"exact", "near"}:
            earlier = (rng.randrange(number) for _ in range(100)) if number else iter(())
            original = next((other for other in earlier if self._kind(other) == "own"), None)
            if original is not None and kind == "exact":
                return Plan(kind, original)
            if original is not None:
                changed, cut = rng.uniform(0, MOST_CHANGED), rng.choice((0.0, rng.uniform(0, MOST_CUT)))
                return Plan(kind, original, changed, rng.random() < 0.3, cut, rng.random() < 0.5)
            kind = "own"
        return Plan(kind, number)

    def text(self, number: int) -> str:
        """A text."""
        plan = self.plan(number)
        rng = self._rng("text", number)
        match plan.kind:
            case "own":
                return self._written(number, rng)
            case "exact":
                return _set_otherwise(self.text(plan.original), rng)
            case "near":
                return _set_otherwise(self.edited(self.text(plan.original), plan, rng), rng)
            case "notice":
                return self._filled(rng.choice(self._frames), rng, numbers=True)
            case "named":
                return self._filled(rng.choice(self._named), rng, numbers=False)
            case _:
                return rng.choice(("", "详见附件。", "".join(rng.choices(self._words, k=8)) + "。"))

    def edited(self, text: str, plan: Plan, rng: random.Random) -> str:
        """A text with its lead or tail cut off, and characters substituted, inserted and left out."""
        changes, cut = int(len(text) * plan.changed), int(len(text) * plan.cut)
        kept = text[cut:] if plan.lead else text[: len(text) - cut]
        if plan.together:
            at = rng.randrange(max(1, len(kept) - changes))
            new = "".join(rng.choices(_CHARACTERS, k=rng.randint(changes // 2, changes)))
            return kept[:at] + new + kept[at + changes :]
        characters = list(kept)
        for at in rng.sample(range(len(characters)), min(changes, len(characters))):
            other = rng.choice(_CHARACTERS)
            characters[at] = rng.choice((other, characters[at] + other, ""))
        return "".join(characters)

    def _rng(self, what: str, number: int) -> random.Random:
        return random.Random(f"{self._seed} {what} {number}")  # noqa: S311

    def _kind(self, number: int) -> Kind:
        # A multiplicative hash: this is asked far more often than a text is made.
        left = ((number + 1) * 0x9E3779B97F4A7C15 + self._seed * 0xBF58476D1CE4E5B9) % 2**64 / 2**64 * 100
        for kind, share in _SHARES:
            left -= share
            if left < 0:
                return kind
        return "own"

    def _of_topic(self, rng: random.Random, words: int, phrases: int, numbers: int) -> npt.NDArray[np.float64]:
        """Sums of the units' frequencies: half of the words by rank, half by a rank of the topic's own."""
        rank = 1.0 / (np.arange(words) + 8.0)
        own = rank[np.array(rng.sample(range(words), words))]
        shares = (
            (rank / rank.sum() + own / own.sum()) / 2 * 0.72,
            np.full(phrases, 0.07 / phrases),
            np.full(len(_PLACES), 0.02 / len(_PLACES)),
            np.full(numbers, 0.03 / numbers),
            np.array([0.08, 0.045, 0.015, 0.02]),
        )
        sums = np.cumsum(np.concatenate(shares))
        topic: npt.NDArray[np.float64] = sums / sums[-1]
        return topic

    def _units_of(self, seed: int, topic: int, length: int) -> Iterator[str]:
        draws = np.random.default_rng([self._seed, seed]).random(length // 2 + 8)
        places = np.searchsorted(self._sums[topic], draws).tolist()
        return (self._units[place] for place in places)

    def _prose(self, seed: int, topic: int, length: int) -> str:
        text = "".join(self._units_of(seed, topic, length))
        return text[:length] + "。"

    def _written(self, number: int, rng: random.Random) -> str:
        length = int(SHORTEST * (LONGEST / SHORTEST) ** rng.random())
        body = self._prose(number, rng.randrange(_TOPICS), length)
        return f"{rng.choice(_OPENINGS)}{rng.choice(_PLACES)}{body}{rng.choice(_CREDITS)}"

    def _frame(self, number: int) -> str:
        """A notice with {names} and {numbers} to fill in."""
        rng = self._rng("frame", number)
        parts = [self._prose(2**40 + number * 8 + part, number % _TOPICS, rng.randint(40, 150)) for part in range(4)]
        return (
            f"关于{{name}}同志的公示\n{parts[0]}现将{{name}}同志有关情况公示如下：{{name}}，{{year}}年{{month}}月生，"
            f"{parts[1]}编号{{code}}。{parts[2]}公示期为{{month}}月{{day}}日至{{month}}月{{day2}}日，"
            f"{parts[3]}特此公示。"
        )

    def _filled(self, frame: str, rng: random.Random, *, numbers: bool) -> str:
        first = rng.randint(1, 20)
        filled = {
            "name": "".join(rng.choices(_CHARACTERS, k=rng.randint(2, 3))),
            "year": str(rng.randint(1960, 1999) if numbers else 1980),
            "month": str(rng.randint(1, 12) if numbers else 9),
            "day": str(first if numbers else 4),
            "day2": str(first + 7 if numbers else 11),
            "code": str(rng.randint(10**5, 10**6) if numbers else 100_200),
        }
        return frame.format(**filled)


def _set_otherwise(text: str, rng: random.Random) -> str:
    """The same letters, with other spaces, punctuation and widths."""
    match rng.randrange(4):
        case 0:
            return text.replace("\n", "\n\n\u3000\u3000")
        case 1:
            return text.replace("，", ", ").replace("。", ". ")
        case 2:
            return text.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"})
        case _:
            return text
