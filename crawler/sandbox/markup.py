"""HTML building: texts and fragments in, fragments out, in a given skin."""

from .skin import Skin

_NAMED = {"·": "&middot;", "“": "&ldquo;", "”": "&rdquo;", "—": "&mdash;", "…": "&hellip;", "《": "&#12298;"}


class Markup:
    """Builds fragments in one skin."""

    def __init__(self, skin: Skin) -> None:
        self.skin = skin
        entities = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\u00a0": "&nbsp;"}
        self._entities = str.maketrans(entities | (_NAMED if skin.named_entities else {}))

    def text(self, text: str) -> str:
        """The text escaped; usable in quoted attribute values too."""
        return text.translate(self._entities)

    def name(self, role: str) -> str:
        """The class or id attribute of a role, with a leading space."""
        return f' {"id" if role in self.skin.ids else "class"}="{self.skin.names[role]}"'

    def box(self, role: str, inner: str, element: str = "div") -> str:
        """The fragment in an element named for its role."""
        return f"<{element}{self.name(role)}>\n{inner}\n</{element}>"

    def deep(self, inner: str) -> str:
        """The fragment inside as many bare wrappers as the skin nests."""
        return "<div>" * self.skin.depth + inner + "</div>" * self.skin.depth

    def stack(self, parts: list[tuple[str, str]]) -> str:
        """Parts (role, fragment) below each other, the way this skin stacks."""
        match self.skin.stack:
            case "table":
                rows = "\n".join(f"<tr><td{self.name(role)}>{inner}</td></tr>" for role, inner in parts)
                return f'<table width="100%" border="0" cellspacing="0">\n{rows}\n</table>'
            case "ul":
                rows = "\n".join(f"<li{self.name(role)}>{inner}</li>" for role, inner in parts)
                return f"<ul>\n{rows}\n</ul>"
            case "dl":
                (first, title), *rest = parts
                rows = "\n".join(f"<dd{self.name(role)}>{inner}</dd>" for role, inner in rest)
                return f"<dl>\n<dt{self.name(first)}>{title}</dt>\n{rows}\n</dl>"
            case _:
                return "\n".join(f"<div{self.name(role)}>{inner}</div>" for role, inner in parts)

    def columns(self, main: str, side: str) -> str:
        """The main part and the sidebar beside each other, in the skin's order."""
        if self.skin.frame == "table":
            cells = [
                f'<td{self.name("main")} valign="top">{main}</td>',
                f"<td{self.name('side')}>{side}</td>",
            ]
            inner = "\n".join(cells[::-1] if self.skin.side_first else cells)
            return f'<table width="1000"><tr>\n{inner}\n</tr></table>'
        boxes = [self.box("main", main), self.box("side", side)]
        return "\n".join(boxes[::-1] if self.skin.side_first else boxes)
