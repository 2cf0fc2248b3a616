"""The site ``demo``: an invented city's 长安网. A seed and a number of articles in, the whole site out."""

import random

from .content import Site
from .invent import LEAST_ARTICLES, Inventor
from .listings import columns
from .words import DEMO, HOST_UNIT

__all__ = ["LEAST_ARTICLES", "demo"]

# Path, name and share of the articles; the last one stays a single page whatever the size.
_COLUMNS = (
    ("dwjs", "队伍建设", 0.45),
    ("zfyw", "政法要闻", 0.15),
    ("pajs", "平安建设", 0.11),
    ("fzjs", "法治建设", 0.08),
    ("jczl", "基层治理", 0.07),
    ("tzgg", "通知公告", 0.05),
    ("shce", "扫黑除恶", 0.05),
    ("zfwh", "政法文化", 0.03),
    ("ldjh", "领导讲话", 0.0),
)
_SMALL_COLUMN_ARTICLES = 5


def demo(seed: int, count: int) -> Site:
    """The site of this seed with so many articles."""
    rng = random.Random(f"demo {seed}")
    inventor = Inventor(rng, DEMO)
    inventor.times(count)
    articles = inventor.articles(_paths(rng, count))
    names = {path: name for path, name, _ in _COLUMNS}
    return Site("demo", "云泽长安网", HOST_UNIT, columns(rng, names, list(articles.values())), articles)


def _paths(rng: random.Random, count: int) -> list[str]:
    """The column of each article."""
    paths = [_COLUMNS[-1][0]] * _SMALL_COLUMN_ARTICLES
    for path, _, share in _COLUMNS[1:-1]:
        paths += [path] * round(count * share)
    paths += [_COLUMNS[0][0]] * (count - len(paths))
    rng.shuffle(paths)
    return paths
