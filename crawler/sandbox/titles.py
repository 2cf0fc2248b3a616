"""Titles of a site's articles: one form for each in, the printed titles out; no two alike unless meant so."""

import random
from collections.abc import Callable, Sequence

from .cases import Shape, TitleForm
from .texts import Prose
from .words import DEMO, Words

_NOTICES = {Shape.NOTICE, Shape.ATTACHMENTS, Shape.ATTACHMENT_ONLY, Shape.LINKED, Shape.TABLE}
_PICTURES = {Shape.PICTURE_ONLY}
# Wide spaces as editors type them: ideographic, no-break, doubled.
_GAPS = (" ", "\u3000", "\u00a0\u00a0", "  ")


class Titles:
    """Makes titles from one random generator."""

    def __init__(self, rng: random.Random, words: Words = DEMO) -> None:
        self._rng = rng
        self._prose = Prose(rng, words.pools)
        self._used: set[str] = set()

    def make(self, shapes: Sequence[Shape], paths: Sequence[str], forms: Sequence[TitleForm]) -> list[str]:
        """The title of each article, from its body's shape, its column and its form."""
        titles = [self._fresh(shape, form) for shape, form in zip(shapes, forms, strict=True)]
        plain = [place for place, form in enumerate(forms) if form is TitleForm.PLAIN]
        for place, form in enumerate(forms):
            if form is TitleForm.PREFIXED:
                titles[place] = f"{titles[self._rng.choice(plain)]}（续{self._rng.randint(1, 9)}）"
            elif form is TitleForm.SAME:
                titles[place] = titles[self._rng.choice([p for p in plain if paths[p] != paths[place]])]
        return titles

    def _fresh(self, shape: Shape, form: TitleForm) -> str:
        """A title not used before."""
        draw = self._drawer(shape, form)
        title = draw()
        tries = 0
        while title in self._used:
            # Large sites run out of combinations: a running number then tells them apart.
            tries += 1
            title = draw() if tries < 20 else f"{draw()}（{len(self._used)}）"
        self._used.add(title)
        return title

    def _drawer(self, shape: Shape, form: TitleForm) -> Callable[[], str]:
        prose = self._prose
        match form:
            case TitleForm.SPACED:
                return lambda: prose.fill("{org}{theme}见实效") + self._rng.choice(_GAPS) + prose.fill("{goal}有新招")
            case TitleForm.QUOTED:
                return lambda: prose.fill("“{theme}”三字经，{person}说“{good}”")
            case TitleForm.BOOK:
                return lambda: prose.fill("《{paper}》刊文：{county}用{method}{goal}")
            case TitleForm.BROKEN:
                return lambda: prose.fill("{org}召开{theme}工作推进会\n部署{month}月份{activity}")
        if shape in _NOTICES:
            return prose.notice_title
        if shape in _PICTURES:
            return lambda: prose.fill("图说：{org}{who}在{place}（组图{n}）")
        return prose.poem_title if shape is Shape.POEM else prose.news_title
