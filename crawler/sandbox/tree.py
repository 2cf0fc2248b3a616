"""The columns of a site before anything is listed in them: a generator and a vocabulary in, the planned tree out."""

import random
from dataclasses import dataclass
from typing import Literal

from .vocabulary import Branch, Named, Vocabulary

_SINGLE_ARTICLES = 5
_PLAIN_SHARE = 0.06
_SUM_SHARE = 0.055
_PORTAL_SHARE = 0.04


@dataclass(frozen=True, slots=True)
class Planned:
    """A column to be; ``share`` is its part of all articles, and a ``single`` has a few whatever their number.

    A ``sum`` lists what its children list, a ``portal`` shows the newest of each.
    """

    path: str
    name: str
    form: Literal["largest", "plain", "single", "empty", "sum", "portal"]
    parent: str = ""
    share: float = 0.0


def planned(rng: random.Random, vocabulary: Vocabulary) -> list[Planned]:
    """The tree, children right behind their parent, in the order of the navigation."""
    taken: set[str] = set()

    def free(named: Named | Branch) -> bool:
        """Whether neither its path nor its name is taken yet; it is from now on."""
        # The pools of a vocabulary overlap here and there.
        words = {named[0], named[1]}
        if taken & words:
            return False
        taken.update(words)
        return True

    def some(pool: tuple[Named, ...], count: int) -> list[Named]:
        return [named for named in rng.sample(pool, len(pool)) if free(named)][:count]

    ((path, name),) = some(vocabulary.largest, 1)
    groups = [[Planned(path, name, "largest")]]
    for pool, form, share in (
        (vocabulary.sums, "sum", _SUM_SHARE),
        (vocabulary.portals, "portal", _PORTAL_SHARE),
    ):
        path, name, children = next(branch for branch in rng.sample(pool, len(pool)) if free(branch))
        top = Planned(path, name, "sum" if form == "sum" else "portal")
        groups.append([top, *(Planned(*child, "plain", path, share) for child in children if free(child))])
    groups += [[Planned(*named, "plain", share=_PLAIN_SHARE)] for named in some(vocabulary.plain, rng.randint(3, 4))]
    groups += [[Planned(*named, "single")] for named in some(vocabulary.singles, 2)]
    groups += [[Planned(*named, "empty")] for named in some(vocabulary.empties, 1)]
    rest = groups[1:]
    rng.shuffle(rest)
    return [column for group in [groups[0], *rest] for column in group]


def dealt(rng: random.Random, plan: list[Planned], count: int) -> list[str]:
    """The column of each of so many articles: what the shares leave is the largest column's."""
    paths = []
    for column in plan:
        paths += [column.path] * (_SINGLE_ARTICLES if column.form == "single" else round(count * column.share))
    paths += [column.path for column in plan if column.form == "largest"] * (count - len(paths))
    rng.shuffle(paths)
    return paths
