"""Where the article stands on its page: the title line, the body, and the zones between and around them.

``locate`` finds, the field rules decide. The order is the one that measured best (docs/fields.md): the title line is
the anchor; the body runs from it to the first end marker; inside that window the element that carries most of the
prose is the body; what lies between title and body is the head, where sites print date and source.
"""

from dataclasses import dataclass, field

from crawler.page import words
from crawler.page.line_kinds import is_meta, is_prose
from crawler.page.model import Line, Page
from crawler.page.title_line import TitleLine, chosen_title, title_line
from crawler.page.window import Span, body_span, chosen_span, densest_span, head_end, same_place

_FOOT_LINES = 8


@dataclass(slots=True)
class Found:
    """What ``locate`` found: ``title`` is None where no line is the title; one span of body lines a page."""

    title: TitleLine | None = None
    head: list[Line] = field(default_factory=list)
    foot: list[Line] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)


def locate(pages: list[Page], list_title: str | None = None) -> Found:
    """Find the article on its pages, of which the first holds title, date and source."""
    first = pages[0]
    title = chosen_title(first) or title_line(first, list_title)
    if first.partial and title is not None:
        return _chosen(pages, title)
    start = title.last if title is not None else 0
    begin = head_end(first, start) if title is not None else 0
    span = body_span(first, start, begin) if title is not None else densest_span(first)
    span = chosen_span(first, title) or span
    found = Found(title, spans=[span])
    found.head = first.lines[start:begin] + [line for line in first.lines[begin : span.lo] if is_meta(line)]
    if title is None:
        found.head = first.lines[max(span.lo - 8, 0) : span.lo]
    found.foot = _foot(first, span.hi)
    found.spans += [_further(page, span, title) for page in pages[1:]]
    return found


def _chosen(pages: list[Page], title: TitleLine) -> Found:
    """What the site file's selectors have chosen, where they have chosen it all."""
    first = pages[0]
    span = chosen_span(first, title) or densest_span(first)
    head = first.lines_of("date")
    head += [line for line in first.lines_of("source") if line not in head]
    spans = [span, *(_further(page, span, title) for page in pages[1:])]
    return Found(title, head, _foot(first, span.hi), spans)


def _further(page: Page, span: Span, title: TitleLine | None) -> Span:
    """The body of an article's further page; ``span`` is the first page's."""
    again = title_line(page, title.text) if title is not None else None
    place = chosen_span(page, again) or same_place(page, span, again)
    if place is None:
        place = body_span(page, again.last, head_end(page, again.last)) if again else densest_span(page)
    return place


def _foot(page: Page, start: int) -> list[Line]:
    """The lines behind the body, up to a list of other articles, whose dates and sources are not this one's."""
    foot: list[Line] = []
    for line in page.lines[start : start + _FOOT_LINES]:
        if words.RELATED.match(line.text):
            break
        foot.append(line)
    return foot


def is_text(page: Page) -> bool:
    """Whether a page holds a text of its own, be it no article: a few sentences in one place."""
    return any(is_prose(line) for span in locate([page]).spans for line in page.lines[span.lo : span.hi])
