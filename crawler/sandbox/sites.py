"""The sandbox's sites: each an invented content, a skin and a platform."""

import random
from collections.abc import Mapping

from .changes import Changes
from .city import city
from .demo import demo
from .layout import draw as draw_layout
from .newsroom import Newsroom
from .pages import Pages
from .platforms import families
from .platforms.jeecms import Jeecms
from .profile import Profile
from .skin import draw as draw_skin
from .words import DEMO as DEMO_WORDS
from .words import words_of

DEMO = "demo"
_DEMO_PROFILE = Profile(
    name=DEMO,
    host="127.0.0.1",
    phrase="JEECMS: the plain site of `lanmu demo`",
    place="云泽",
    title="云泽长安网",
    host_unit="中共云泽市委政法委员会",
    vocabulary="peace",
)
_DEMO_ARTICLES = 600
_ARTICLES = 320


def profiles() -> Mapping[str, Profile]:
    """All sites by name."""
    return {DEMO: _DEMO_PROFILE, **{name: module.PROFILE for name, module in families().items()}}


def usual_articles(name: str) -> int:
    """How many articles a site has unless told."""
    return _DEMO_ARTICLES if name == DEMO else _ARTICLES


def changes_of(pages: Pages, seed: int) -> Changes:
    """What changes on a site of this seed."""
    profile = profiles()[pages.site.name]
    words = DEMO_WORDS if profile is _DEMO_PROFILE else words_of(profile.place, profile.host_unit)
    rng = random.Random(f"changes {profile.name} {seed}")
    titles = (article.flat_title for article in pages.site.articles.values())
    return Changes(pages, Newsroom(rng, words, titles), rng)


def build(  # noqa: PLR0913 (what makes a site another one)
    seed: int, articles: int, base: str, name: str = DEMO, *, still: bool = False, page_size: int = 0
) -> Pages:
    """The site of this name and seed at ``base``; a ``still`` one moves no article; ``page_size`` as in Pages."""
    if name == DEMO:
        site = demo(seed, articles)
        return Pages(
            site, draw_skin(seed), Jeecms(site, random.Random(f"demo platform {seed}")), base, page_size=page_size
        )
    module = families()[name]
    profile: Profile = module.PROFILE
    site = city(profile, module.FAMILY.habits, seed, articles)
    platform = module.FAMILY(site, random.Random(f"{name} platform {seed}"))
    skin = platform.dress(draw_skin(f"{name} {seed}"))
    return Pages(site, skin, platform, base, layout=draw_layout(profile, seed), moving=not still, page_size=page_size)
