"""What stands at which address: a site and its platform in, places by address out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode

from .content import Article, Attachments, Block, FileRef, LinkedParagraph, Picture, Site
from .platform import Place, Platform
from .shelf import Shelf


class Directory:
    """All pages and files of a site.

    A ``lenient`` one takes an address with a session id, with parameters nobody asked for, with a slash too many or
    too few; a strict one takes the path as it is.
    """

    def __init__(self, site: Site, platform: Platform, shelves: Mapping[str, Shelf], *, lenient: bool) -> None:
        self._lenient = lenient
        self._places: dict[str, tuple[str, Place]] = {}
        self._parameters: set[str] = set()
        self._site = site
        self._platform = platform
        self._counts: dict[str, int] = {}
        self._enter(_unlisted(site, platform))
        self.extend(shelves)
        for article in site.articles.values():
            self.admit(article)

    def extend(self, shelves: Mapping[str, Shelf]) -> None:
        """Enter the pages that columns have got since the last call."""
        for column in self._site.columns:
            known = self._counts.get(column.path, 0)
            platform = self._platform
            count = shelves[column.path].count + platform.spare_pages if platform.pages_apart else 1
            self._enter(
                (platform.column(column.path, page), Place("column", column.path, page=page))
                for page in range(known + 1, count + 1)
            )
            self._counts[column.path] = max(known, count)

    def admit(self, article: Article) -> None:
        """Enter an article with its pages and files."""
        self._enter(_of_article(article, self._platform))

    def addresses(self) -> list[str]:
        """Every address there is, as a request names it."""
        return list(self._places)

    def find(self, path: str, parameters: Mapping[str, str]) -> tuple[str, Place] | None:
        """The place, and the address it is known by."""
        if not self._lenient:
            return self._places.get(path)
        path = path.partition(";")[0]
        known = {name: value for name, value in parameters.items() if name in self._parameters}
        candidates = (path, f"{path}/", path.rstrip("/"))
        return next((self._places[key] for one in candidates if (key := _key(one, known)) in self._places), None)

    def _enter(self, places: Iterable[tuple[str, Place]]) -> None:
        for address, place in places:
            self._add(address, address, place)
            if self._lenient and place.kind != "file":
                for further in self._platform.also(address):
                    self._add(further, address, place)

    def _add(self, address: str, known_by: str, place: Place) -> None:
        path, _, query = address.partition("?")
        parameters = dict(parse_qsl(query))
        self._parameters.update(parameters)
        self._places.setdefault(_key(path, parameters), (known_by, place))


def _key(path: str, parameters: Mapping[str, str]) -> str:
    return f"{path}?{urlencode(sorted(parameters.items()))}" if parameters else path


def _unlisted(site: Site, platform: Platform) -> Iterator[tuple[str, Place]]:
    """The home page, and what is neither a column nor an article."""
    for address in platform.home():
        yield address, Place("home")
    for side in site.side_pages:
        if side.kind != "away":
            yield platform.side(side.slug), Place("side", side.slug)
            for block in side.blocks:
                for file in _files(block):
                    yield platform.file(file.stem, file.extension), Place("file")


def _of_article(article: Article, platform: Platform) -> Iterator[tuple[str, Place]]:
    place = Place("article", article.column, article.number)
    for page, blocks in enumerate(article.pages, 1):
        yield platform.article(article.ref, page), replace(place, page=page)
        for block in blocks:
            for file in _files(block):
                yield platform.file(file.stem, file.extension), Place("file")


def _files(block: Block) -> tuple[FileRef, ...]:
    match block:
        case Attachments(files):
            return files
        case Picture(file) | LinkedParagraph(file=file):
            return (file,)
        case _:
            return ()
