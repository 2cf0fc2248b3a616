"""The sandbox's sites: each an invented content, a skin and a platform."""

from .demo import demo
from .jeecms import Jeecms
from .pages import Pages
from .skin import draw


def build(seed: int, articles: int, base: str) -> Pages:
    """The site ``demo`` of this seed at ``base``."""
    return Pages(demo(seed, articles), draw(seed), Jeecms(), base)
