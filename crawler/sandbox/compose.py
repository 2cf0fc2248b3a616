"""Bodies of articles: a shape, a title and a day in, pages of blocks out."""

import datetime as dt
import random

from .cases import Shape
from .content import (
    Attachments,
    Block,
    FileRef,
    Heading,
    LinkedParagraph,
    Numbered,
    Paragraph,
    Picture,
    Signature,
    Table,
    Verse,
)
from .spacing import collapse
from .templates import HEADS
from .texts import Prose
from .words import DEMO, Words

_EXTENSIONS = ("doc", "docx", "xls", "xlsx", "pdf", "zip", "rar", "wps")
_ORDINALS = "一二三四五六七八九"
# Characters outside GB2312, one of them outside the basic plane, and a middle dot.
_RARE = (
    "地处㙦口的𠮷水桥社区，流动人口较多，网格长每天要走{n}栋楼。",
    "“玛依·诺布调解室”挂牌{month}个月，㙦口、𠮷水桥两地的{problem}明显减少。",
    "参展作品《㙦上行》由{unit}供稿，作者把𠮷水桥的晨雾写进了画里……",
    "村名中的“㙦”字，老人们念作“hang”——这是当地的土音；警务站的牌子也用了这个字 & 拼音对照。",
)
# What looks like a meta line, in prose.
_MENTIONS = (
    "经查，该批线索来源：群众举报{n}件，上级交办{n}件，部门移送{day}件。",
    "早在2019年5月8日，{org}就印发了《关于加强{theme}的意见》（{initial}政法〔2020〕25号），2021-03-15又作了修订。",
    "据《{county}志》记载，作者：不详；成书时间：约1936年前后，与{village}老人的口述大体吻合。",
    "该公告的发布时间为2018年11月2日，点击数一度超过{nnnn}次，是当时转载最多的一篇。",
    "文章来源于基层、服务于基层，是{who}一直坚持的写作方向，日期：落款处均注明到日。",
    "依据{initial}公发〔2017〕{nnn}号文件，自2017年7月1日起，{problem}统一由{unit}受理。",
)


class Composer:
    """Composes one article's body."""

    def __init__(self, rng: random.Random, title: str, moment: dt.datetime, words: Words = DEMO) -> None:
        self._rng = rng
        self._prose = Prose(rng, words.pools)
        self._words = words
        self._title = collapse(title.replace("\n", ""))
        self._moment = moment

    def pages(self, shape: Shape, page_count: int) -> tuple[tuple[Block, ...], ...]:
        """The body as so many pages of blocks."""
        if page_count == 1:
            return (tuple(self._blocks(shape)),)
        return tuple(tuple(self._sections(2, "strong") + self._text(1, 3)) for _ in range(page_count))

    def _blocks(self, shape: Shape) -> list[Block]:
        match shape:
            case Shape.STRONG_HEADS:
                return self._text(1, 2) + self._sections(self._rng.randint(2, 5), "strong")
            case Shape.ELEMENT_HEADS:
                return self._text(1, 2) + self._sections(self._rng.randint(2, 4), "h3")
            case Shape.NUMBERED_HEADS:
                return self._text(1, 1) + self._numbered_sections()
            case Shape.SHORT:
                return [Paragraph(self._prose.paragraph(2))]
            case Shape.POEM:
                return [Verse(self._prose.verse(self._rng.randint(4, 9))) for _ in range(self._rng.randint(2, 4))]
            case Shape.LONG:
                return self._text(60, 80)
            case Shape.PICTURE_ONLY:
                return [self._picture(captioned=False) for _ in range(self._rng.randint(1, 4))]
            case Shape.PICTURES:
                return self._text_with_pictures()
            case _:
                return self._with_something(shape)

    def _with_something(self, shape: Shape) -> list[Block]:
        """Shapes that are prose with one thing in it."""
        match shape:
            case Shape.ORDERED:
                items = tuple(self._prose.sentence() for _ in range(self._rng.randint(3, 8)))
                return [*self._text(1, 3), Numbered(items), *self._text(1, 2)]
            case Shape.TABLE:
                return [*self._text(1, 3), self._table(), *self._text(1, 2)]
            case Shape.ATTACHMENTS:
                return [*self._text(2, 5), self._signature(), self._attachments()]
            case Shape.ATTACHMENT_ONLY:
                return [self._attachments()]
            case Shape.LINKED:
                return [*self._text(1, 3), self._linked(), *self._text(1, 2), self._signature()]
            case Shape.MENTIONS:
                return self._mixed(_MENTIONS)
            case Shape.RARE:
                return self._mixed(_RARE)
            case Shape.ECHO:
                return [
                    *self._text(1, 2),
                    Paragraph(f"{self._title}，{self._prose.paragraph(2)}"),
                    *self._text(1, 2),
                ]
            case Shape.NOTICE:
                return [
                    Paragraph("各县（市、区）委政法委，市直有关单位："),
                    *self._text(2, 6),
                    self._signature(),
                ]
            case _:
                return self._text(3, 9)

    def _text(self, low: int, high: int) -> list[Block]:
        return [self._paragraph() for _ in range(self._rng.randint(low, high))]

    def _paragraph(self) -> Paragraph:
        # Now and then a bold lead-in, now and then stray wide spaces inside the text.
        chance = self._rng.random()
        text = self._prose.paragraph()
        if chance < 0.06:
            return Paragraph(text, lead=f"{self._prose.subheading()}。")
        if chance < 0.10:
            return Paragraph(f"{self._prose.sentence()}\u3000\u3000{text}")
        return Paragraph(f"{self._prose.sentence()}\u00a0{text}" if chance < 0.13 else text)

    def _sections(self, count: int, form: str) -> list[Block]:
        blocks: list[Block] = []
        for _ in range(count):
            blocks.append(Heading(self._prose.subheading(), "h3" if form == "h3" else "strong"))
            blocks += self._text(1, 3)
        return blocks

    def _numbered_sections(self) -> list[Block]:
        form = self._rng.choice(("strong", "bare"))
        blocks: list[Block] = []
        for place in range(self._rng.randint(3, 5)):
            text = f"{_ORDINALS[place]}、{self._prose.subheading()}"
            blocks.append(Heading(text, "strong" if form == "strong" else "bare"))
            blocks += self._text(1, 2)
        return blocks

    def _mixed(self, templates: tuple[str, ...]) -> list[Block]:
        """Prose with two or three of the given sentences, each beginning a paragraph."""
        chosen = self._rng.sample(templates, self._rng.randint(2, 3))
        named = [template.replace("{initial}", self._words.initial) for template in chosen]
        blocks: list[Block] = [Paragraph(self._prose.fill(t) + self._prose.paragraph(2)) for t in named]
        return [*self._text(1, 2), *blocks, *self._text(1, 1)]

    def _text_with_pictures(self) -> list[Block]:
        blocks: list[Block] = self._text(1, 1)
        for _ in range(self._rng.randint(1, 4)):
            blocks.append(self._picture(captioned=self._rng.random() < 0.6))
            blocks += self._text(1, 2)
        return blocks

    def _file(self, extension: str, name: str) -> FileRef:
        stem = f"{self._moment:%Y%m}/{self._moment:%d%H%M%S}{self._rng.getrandbits(24):06x}"
        return FileRef(stem, extension, name)

    def _picture(self, *, captioned: bool) -> Picture:
        name = self._prose.caption() if self._rng.random() < 0.5 else ""
        file = self._file(self._rng.choice(("jpg", "jpg", "png", "JPG")), name)
        return Picture(file, self._prose.caption() if captioned else None)

    def _attachments(self) -> Attachments:
        files = []
        for place in range(1, self._rng.randint(1, 4) + 1):
            extension = self._rng.choice(_EXTENSIONS)
            name = f"{place}.{self._prose.fill('{county}{theme}{doctype}')}"
            if self._rng.random() < 0.6:
                name += f".{extension}"
            files.append(self._file(extension, name))
        return Attachments(tuple(files))

    def _linked(self) -> LinkedParagraph:
        name = self._prose.fill("《{theme}{doctype}》")
        file = self._file(self._rng.choice(("doc", "pdf", "xls")), name)
        return LinkedParagraph("具体要求详见", file, f"，请结合实际抓好落实。{self._prose.sentence()}")

    def _table(self) -> Table:
        width = self._rng.randint(2, 6)
        rows = [HEADS[:width]]
        for place in range(1, self._rng.randint(3, 9)):
            # The first cell is never empty; others now and then are.
            cells = (self._cell(column) for column in range(1, width))
            rows.append((str(place), *cells))
        if width > 2 and self._rng.random() < 0.4:
            rows.insert(0, (self._prose.fill("{county}{theme}情况一览表"),))
        return Table(tuple(rows), headed=self._rng.random() < 0.5)

    def _cell(self, column: int) -> str:
        return self._prose.cell(column) if self._rng.random() < 0.9 else ""

    def _signature(self) -> Signature:
        day = self._moment.date() - dt.timedelta(days=self._rng.randint(0, 3))
        return Signature((self._words.host_unit, f"{day.year}年{day.month}月{day.day}日"))
