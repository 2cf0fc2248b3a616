"""``lanmu newsite HOMEPAGE``: look at a site, write its site file, save pages of it with what they should give."""

import argparse
import asyncio
import os
import sys

from rich.console import Console
from scrapy.crawler import AsyncCrawlerProcess

from crawler import cmdline
from crawler.contact import check_contact
from crawler.errors import LanmuError, UsageError
from crawler.page.links import host_of
from crawler.project import saved_pages_folder, shown, sites_folder
from crawler.spiders.site import check_address
from crawler.survey.about import PROVINCES
from crawler.survey.found import Found
from crawler.survey.new_files import write_files
from crawler.survey.recognise import all_platforms
from crawler.survey.saved_pages import files_of
from crawler.survey.site_file import check_name, class_name, name_from, site_file
from crawler.survey.surveyor import BrowserSurveyor, Surveyor
from crawler.survey.table import print_survey


class Command(cmdline.Command):
    """Nothing is written unless the whole survey went well."""

    requires_crawler_process = True

    def syntax(self) -> str:
        return "[options] HOMEPAGE"

    def short_desc(self) -> str:
        return "Add a site: find its platform and columns, write its site file"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--name", metavar="N", help="the site's name (default: after its host)")
        parser.add_argument("--province", metavar="P", help="folder of the site file (default: by the ICP number)")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1:
            raise UsageError("name one home page: lanmu newsite http://www.example.gov.cn/")
        home = args[0]
        check_address(home)
        check_contact(self.options, home)
        name = check_name(opts.name or name_from(home))
        if opts.province and opts.province not in PROVINCES:
            raise UsageError(f"no province is called {opts.province!r}; there are: {', '.join(sorted(PROVINCES))}")
        self.check_free(name, home)
        for folder in (sites_folder(), saved_pages_folder()):
            there = next(one for one in (folder, *folder.parents) if one.exists())
            if not os.access(there, os.W_OK):
                raise LanmuError(f"cannot write into {shown(there)}; call newsite in a folder that is yours")
        found = self.survey(home)
        print_survey(found, Console(width=None if sys.stdout.isatty() else 140))
        province = opts.province or found.province
        module = sites_folder() / province / f"{name}.py"
        pages = saved_pages_folder() / name
        write_files({
            **{pages / file: content for file, content in files_of(found).items()},
            **{
                folder / "__init__.py": b'"""Sites."""\n'
                for folder in (sites_folder(), module.parent)
                if not (folder / "__init__.py").exists()
            },
            module: site_file(name, found).encode(),
        })  # fmt: skip
        sys.stdout.write(f"\nWritten: {shown(module)} and pages in {shown(pages)}\n")
        sys.stdout.write(f"Check them: lanmu checkall; then: lanmu crawl {name} -a sample=3\n")

    def check_free(self, name: str, home: str) -> None:
        """Raise :class:`UsageError` if a site has the name or the home page, or files of one are there."""
        loader = self.crawler_process.spider_loader if self.crawler_process else None
        if class_name(name) in {base.__name__ for base in all_platforms()}:
            raise UsageError(f"{name!r} is a platform's name; give another --name")
        if loader is not None and name in loader.list():
            raise UsageError(f"a site is named {name!r} already ({loader.load(name).__module__}); give another --name")
        for path in (*sites_folder().glob(f"**/{name}.py"), saved_pages_folder() / name):
            if path.exists():
                raise UsageError(f"{shown(path)} is there already; give another --name or move it away")
        sites = [loader.load(other) for other in loader.list()] if loader is not None else []
        for site in sites:
            if host_of(str(getattr(site, "homepage", ""))) == host_of(home):
                raise UsageError(f"{home} is the home page of {site.name} already; lanmu crawl {site.name}")

    def survey(self, home: str) -> Found:
        """Look at the site. Raises :class:`LanmuError` with the line to tell."""
        if not isinstance(self.crawler_process, AsyncCrawlerProcess):
            raise LanmuError("newsite needs TWISTED_REACTOR_ENABLED = False, as crawler.settings has it")
        process, crawlers, errors = self.crawler_process, [self.crawler_process.create_crawler(Surveyor)], []

        def in_browser(_task: asyncio.Task[None]) -> None:
            """Where the site showed nothing without one, look at it again with a browser."""
            spider = crawlers[0].spider
            if isinstance(spider, Surveyor) and spider.wants_browser:
                try:
                    crawlers.append(process.create_crawler(BrowserSurveyor))
                    process.crawl(crawlers[-1], home=home)
                except LanmuError as error:
                    errors.append(error)

        process.crawl(crawlers[0], home=home).add_done_callback(in_browser)
        process.start()
        if errors:
            raise LanmuError(f"{errors[0]}; nothing was written")
        spider = crawlers[-1].spider
        if not isinstance(spider, Surveyor) or self.crawler_process.bootstrap_failed:
            raise LanmuError("the survey could not be started; the log above says why")
        if spider.error is not None:
            raise LanmuError(f"{spider.error}; nothing was written")
        if spider.found is None:
            raise LanmuError("the survey was stopped; nothing was written")
        return spider.found
