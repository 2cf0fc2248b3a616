"""The articles of a site's runs while these are verified, one run after the other."""

from crawler.verify.keys import Keys, key_of
from crawler.verify.line_schemas import Line


class SiteTexts:
    """The articles of a site's runs, one run after the other: where each was written, and its present hash.

    ``whole`` says that the runs before are known too, so that what speaks of an article must find it.
    """

    def __init__(self, keys: Keys, *, whole: bool) -> None:
        self.keys, self.whole = keys, whole
        self.runs: list[str] = []

    def begin(self, run: str) -> None:
        self.runs.append(run)

    def write(self, line: Line, number: int) -> str | None:
        """Note an article's line; says where it was written before, if it was."""
        place = self.keys.add(key_of([line["id"]]), (len(self.runs) - 1) << 40 | number, line["content_sha256"])
        return None if place is None else f"line {place & (1 << 40) - 1} of run {self.runs[place >> 40]}"

    def run_of(self, article_id: object) -> str | None:
        """The run that wrote an article."""
        place = self.keys.place(key_of([article_id]))
        return None if place is None else self.runs[place >> 40]

    def revise(self, line: Line) -> bool:
        """Note a revision's line; False where the text before it isn't the one it names."""
        return self.keys.replace(key_of([line["id"]]), line["content_sha256"], line["previous_sha256"])
