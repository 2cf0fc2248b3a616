"""A file of a release, to be kept: nothing of it is shown, nothing but what the release lists is given."""

import posixpath

from starlette.responses import FileResponse, Response

from crawler.releases.needs import ALL
from crawler.web.datasets.catalogue import DAMAGE, file_in, releases_of, versions_in
from crawler.web.page import MissingError, Page


def file(page: Page) -> Response:
    """The file as it is, by the exact name that the version's ``SHA256SUMS`` has."""
    name, version, path = (page.asked.text(key) for key in ("dataset", "version", "path"))
    page.asked.check_all_known()
    missing = MissingError(page.said("没有这个文件", "there is no such file"))
    if name != ALL and name not in page.snapshot.sites:
        raise missing
    releases = releases_of(page.data_dir, name)
    try:
        if version not in {one.name for one in versions_in(releases)}:
            raise missing
        found = file_in(releases / version, path)
        if found is None:
            raise missing
        stats = found.lstat()
    except DAMAGE:
        raise missing from None
    # Never a type that a browser would open: what is in it was crawled.
    return FileResponse(
        found,
        media_type="application/octet-stream",
        filename=f"{name}-{version}-{posixpath.basename(path)}",
        stat_result=stats,
    )
