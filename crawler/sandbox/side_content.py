"""What a site's navigation leads to besides columns: texts, a topic, forms, twins, other sites."""

import random
from collections.abc import Collection, Sequence

from .content import Article, Block, Heading, Paragraph, SidePage
from .texts import Prose
from .vocabulary import Vocabulary
from .words import Words

_TOPIC_ARTICLES = 14
_DUTIES = ("主要职责", "内设机构", "办公地址")
_MAILBOXES = ("书记信箱", "领导信箱", "市民信箱", "我要写信")
_SEARCHES = ("站内搜索", "搜索", "高级检索")
_PORTALS = ("{place}市人民政府", "{place}市政务服务网", "中国{place}")
_TWINS = ("手机版", "移动端", "触屏版")
_LOGINS = ("用户登录", "登录", "投稿登录")


def side_pages(
    rng: random.Random, vocabulary: Vocabulary, words: Words, articles: Sequence[Article], taken: Collection[str]
) -> tuple[SidePage, ...]:
    """The pages, in no particular order of the navigation; ``taken`` are the paths of the columns."""
    prose = Prose(rng, words.pools)
    text = rng.choice([named for named in vocabulary.texts if named[0] not in taken])
    topic = rng.choice([named for named in vocabulary.topics if named[0] not in taken])
    blocks: list[Block] = []
    for duty in _DUTIES:
        blocks.append(Heading(duty, "strong"))
        blocks += [Paragraph(prose.paragraph()) for _ in range(rng.randint(1, 3))]
    chosen = tuple(article.number for article in rng.sample(articles, _TOPIC_ARTICLES))
    place = words.pools["paper"][0].removesuffix("日报")
    return (
        SidePage("text", text[1], text[0], tuple(blocks)),
        SidePage("topic", topic[1], topic[0], articles=chosen),
        SidePage("search", rng.choice(_SEARCHES), "search"),
        SidePage("mailbox", rng.choice(_MAILBOXES), "mailbox"),
        SidePage("english", rng.choice(("English", "ENGLISH", "EN")), "en"),
        SidePage("mobile", rng.choice(_TWINS), "m"),
        SidePage("login", rng.choice(_LOGINS), "login"),
        SidePage("away", rng.choice(_PORTALS).format(place=place), "gov"),
    )
