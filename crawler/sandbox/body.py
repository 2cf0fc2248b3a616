"""Bodies in HTML: the blocks of one page in, markup in the skin's form out."""

import re
from collections.abc import Callable, Iterable

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
from .markup import Markup

# Word puts runs of Latin letters and digits into spans of their own.
_LATIN = re.compile(r"([0-9A-Za-z.%+-]+)")


class Body:
    """Renders blocks; ``address`` gives a file's link."""

    def __init__(self, markup: Markup, address: Callable[[FileRef], str]) -> None:
        self._markup = markup
        self._skin = markup.skin
        self._address = address

    def html(self, blocks: Iterable[Block]) -> str:
        """The inside of the body element; attachments that stand after it are left out."""
        gap = self._gap() if self._skin.blank_lines else "\n"
        after = self._skin.attachments_form == "after"
        shown = (block for block in blocks if not (after and isinstance(block, Attachments)))
        inner = gap.join(self._block(block) for block in shown)
        return f"<div>\n<div>{inner}</div>\n</div>" if self._skin.body_form == "divs" else f"\n{inner}\n"

    def attachments(self, block: Attachments) -> str:
        """Attachment lines."""
        links = [self._link(file) for file in block.files]
        match self._skin.attachments_form:
            case "one_line":
                return self.line("附件：" + "&nbsp;&nbsp;".join(links))
            case "numbered_label":
                return "\n".join(self.line(f"附件{place}：{link}") for place, link in enumerate(links, 1))
            case _:
                return "\n".join(self.line(line) for line in ("附件：", *links))

    def _gap(self) -> str:
        return "\n<br />\n" if self._skin.body_form == "br" else "\n<p>&nbsp;</p>\n"

    def _block(self, block: Block) -> str:
        match block:
            case Paragraph(text, lead):
                bold = f"<strong>{self._words(lead)}</strong>" if lead else ""
                return self.line(bold + self._words(text))
            case LinkedParagraph(before, file, after):
                return self.line(self._words(before) + self._link(file) + self._words(after))
            case Heading(text, form):
                return self._heading(text, form)
            case Verse(lines):
                return self.line("<br/>\n".join(self._markup.text(line) for line in lines))
            case Numbered(items):
                rows = "\n".join(f"<li>{self._words(item)}</li>" for item in items)
                return f"<ol>\n{rows}\n</ol>"
            case Table():
                return self._table(block)
            case Picture():
                return self._picture(block)
            case Attachments():
                return self.attachments(block)
            case Signature(lines):
                return "\n".join(self._aligned(self._markup.text(line), "right") for line in lines)

    def line(self, inner: str) -> str:
        """One line of running text."""
        match self._skin.body_form:
            case "wide":
                return f"<p>\u3000\u3000{inner}</p>"
            case "indent":
                return f'<p style="text-indent: 2em;">\n    {inner}\n</p>'
            case "br":
                return f"\u3000\u3000{inner}<br />"
            case "divs":
                return f"<div>\u3000\u3000{inner}</div>"
            case "word":
                return f'<p class="MsoNormal" style="text-indent:32.0pt">{inner}<span><o:p></o:p></span></p>'
            case _:
                return f"<p>&nbsp;&nbsp;&nbsp; {inner}</p>"

    def _aligned(self, inner: str, side: str) -> str:
        element = "div" if self._skin.body_form in {"br", "divs"} else "p"
        return f'<{element} style="text-align: {side};">{inner}</{element}>'

    def _words(self, text: str) -> str:
        if self._skin.body_form != "word":
            return self._markup.text(text)
        pieces = _LATIN.split(text)
        for place, piece in enumerate(pieces):
            font = ' lang="EN-US" style="font-size:16.0pt"' if place % 2 else ' style="font-family:仿宋"'
            pieces[place] = f"<span{font}>{self._markup.text(piece)}</span>" if piece else ""
        return "".join(pieces)

    def _heading(self, text: str, form: str) -> str:
        inner = self._markup.text(text)
        if form == "h3":
            return f"<h3>{inner}</h3>"
        return self.line(f"<strong>{inner}</strong>" if form == "strong" else inner)

    def _link(self, file: FileRef) -> str:
        return f'<a href="{self._address(file)}" target="_blank">{self._markup.text(file.name)}</a>'

    def _table(self, table: Table) -> str:
        width = max(len(row) for row in table.rows)
        # The heads are the cells of the first full row.
        head = next(row for row in table.rows if len(row) == width)
        rows = []
        for row in table.rows:
            element = "th" if table.headed and row is head else "td"
            span = f' colspan="{width}"' if len(row) < width else ""
            rows.append("<tr>" + "".join(f"<{element}{span}>{self._cell(cell)}</{element}>" for cell in row) + "</tr>")
        inner = "\n".join(rows)
        return f'<table border="1" cellspacing="0"><tbody>\n{inner}\n</tbody></table>'

    def _cell(self, cell: str) -> str:
        inner = self._markup.text(cell) or "&nbsp;"
        return f"<p>{inner}</p>" if self._skin.cell_paragraphs else inner

    def _picture(self, picture: Picture) -> str:
        alt = self._markup.text(picture.file.name)
        image = f'<img src="{self._address(picture.file)}" alt="{alt}" width="600" />'
        if not picture.caption:
            return self._aligned(image, "center")
        caption = self._markup.text(picture.caption)
        match self._skin.caption_form:
            case "figure":
                return f"<figure>{image}<figcaption>{caption}</figcaption></figure>"
            case "class_caption":
                return self._aligned(image, "center") + f'\n<div class="caption">{caption}</div>'
            case "class_tu":
                return self._aligned(image, "center") + f'\n<div class="tu">{caption}</div>'
            case _:
                return self._aligned(image, "center") + "\n" + self._aligned(f"图为{caption}", "center")
