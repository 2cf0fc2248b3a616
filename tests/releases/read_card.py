"""A dataset card as Markdown readers see it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml
from handmade import Row, release
from markdown_it import MarkdownIt
from markdown_it.token import Token

from crawler.releases.card.card import card


class Card:
    """A card, read as Markdown readers read it."""

    def __init__(self, manifest: Row) -> None:
        self.text = card(manifest)
        _, head, body = self.text.split("---\n", 2)
        self.head: Row = yaml.safe_load(head)
        self.tokens = MarkdownIt("commonmark").enable("table").parse(body)

    def all_tokens(self) -> list[Token]:
        return [inner for token in self.tokens for inner in (token, *(token.children or ()))]

    def headings(self, tag: str) -> list[str]:
        following = zip(self.tokens, self.tokens[1:], strict=False)
        return [shown(inline) for token, inline in following if token.type == "heading_open" and token.tag == tag]

    def tables(self) -> list[list[list[str]]]:
        """The tables, each as rows of cells, as a reader sees them."""
        tables: list[list[list[str]]] = []
        for token in self.tokens:
            if token.type == "table_open":
                tables.append([])
            elif token.type == "tr_open":
                tables[-1].append([])
            elif token.type == "inline" and token.level >= 4 and tables:
                tables[-1][-1].append(shown(token))
        return tables

    def table(self, *head: str) -> list[list[str]]:
        """The rows of the one table whose head begins so."""
        (rows,) = (rows for rows in self.tables() if rows[0][: len(head)] == list(head))
        return rows[1:]

    def paragraphs(self) -> str:
        return "\n".join(shown(token) for token in self.tokens if token.type == "inline")


def shown(inline: Token) -> str:
    return "".join(token.content if token.type != "softbreak" else "\n" for token in inline.children or ())


def made(folder: Path, articles: Sequence[Row], lost: Sequence[Row] = (), **told: Any) -> Card:
    manifest, _ = release(folder, articles, lost=lost, **told)
    return Card(manifest)
