"""``lanmu sandbox``: serve one of the invented sites on loopback, or write it as files."""

import argparse
import asyncio
import sys
from pathlib import Path

from crawler import cmdline
from crawler.errors import UsageError

# The command is the sandbox's front door.
from crawler.sandbox.arguments import (  # noqa: TID251
    crawl_delay,
    listener,
    opened_log,
    page_size,
    prefix,
    profile_of,
    seconds,
)
from crawler.sandbox.churn import Churn, parse_churn  # noqa: TID251
from crawler.sandbox.control import ACTIONS, PREFIX, Control  # noqa: TID251
from crawler.sandbox.faults import NAMES, PLACES, Faults, parse_fault  # noqa: TID251
from crawler.sandbox.invent import LEAST_ARTICLES  # noqa: TID251
from crawler.sandbox.request_log import RequestLog  # noqa: TID251
from crawler.sandbox.robots import robots_txt  # noqa: TID251
from crawler.sandbox.server import Conduct, Server, serve  # noqa: TID251
from crawler.sandbox.sites import DEMO, build, changes_of, profiles, usual_articles  # noqa: TID251
from crawler.sandbox.written import write_site, write_truth  # noqa: TID251


class Command(cmdline.Command):
    """Serves until a signal ends it; prints one line with the address when ready."""

    def syntax(self) -> str:
        return "[options]"

    def short_desc(self) -> str:
        return "Serve an invented column site on loopback, to try a crawl on"

    def long_desc(self) -> str:
        actions = "; ".join(f"{name} ({', '.join(known)})" for name, known in ACTIONS.items())
        return (
            f"Serve an invented column site on loopback, to try a crawl on. POST below {PREFIX} changes a running "
            f"one: {actions}. GET {PREFIX}truth is the truth of now. docs/sandbox.md says more."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        group = parser.add_argument_group("Sandbox")
        group.add_argument("--site", default=DEMO, metavar="NAME", help=f"which site (default {DEMO})")
        group.add_argument("--list", action="store_true", help="print the names of the sites and what each is")
        group.add_argument("--seed", type=int, default=1, metavar="N", help="which form of the site (default 1)")
        group.add_argument("--port", type=int, default=0, metavar="P", help="port (default: a free one)")
        group.add_argument("--host", metavar="H", help="loopback address (default: the site's own)")
        group.add_argument("--articles", type=int, metavar="N", help="how many (default 600 for demo, 320 for others)")
        group.add_argument("--still", action="store_true", help="no article moves to another page while a crawl runs")
        group.add_argument(
            "--page-size",
            type=int,
            metavar="BYTES",
            help="fill up article pages to about so many bytes, as real ones are",
        )
        group.add_argument(
            "--write",
            type=Path,
            metavar="FOLDER",
            help="write the site as files into a new folder, instead of serving it",
        )
        group.add_argument("--truth", type=Path, metavar="FILE", help="write what a crawl should find to this file")
        group.add_argument(
            "--fault",
            action="append",
            default=[],
            metavar="WHERE=WHAT[@PERCENT]",
            help=(
                "let something go wrong there, always or for a share of the requests; repeatable. "
                f"WHERE: a path (with or without its query), {', '.join(PLACES)} (but robots.txt). "
                f"WHAT: a status, a status with seconds to wait (503+30), {', '.join(NAMES)}"
            ),
        )
        group.add_argument(
            "--churn",
            metavar="publish=N,edit=N,delete=N,move=N",
            help="change one article so after every Nth request; name one change or several",
        )
        group.add_argument("--crawl-delay", metavar="S", help="the Crawl-delay of robots.txt, in seconds")
        group.add_argument(
            "--disallow",
            action="append",
            default=[],
            metavar="PREFIX",
            help="a Disallow of robots.txt, like /dwjs/; repeatable",
        )
        group.add_argument(
            "--validators", action="store_true", help="article pages have ETag and Last-Modified and answer 304"
        )
        group.add_argument("--latency", default="0", metavar="S", help="answer so many seconds later (default 0)")
        group.add_argument(
            "--log", type=Path, metavar="FILE", help="append a line of JSON for each request to this file"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if args:
            raise UsageError(f"sandbox takes no argument, got {args[0]}")
        if opts.list:
            sys.stdout.writelines(f"{one.name:<10}{one.host:<13}{one.phrase}\n" for one in profiles().values())
            return
        profile = profile_of(opts.site)
        articles = usual_articles(profile.name) if opts.articles is None else opts.articles
        if articles < LEAST_ARTICLES:
            raise UsageError(f"--articles {articles}: at least {LEAST_ARTICLES}, so that every case occurs")
        robots = robots_txt(crawl_delay(opts.crawl_delay), [prefix(text) for text in opts.disallow])
        size = page_size(opts.page_size)
        if opts.write:
            _refuse_serving(opts)
            pages = build(opts.seed, articles, "", profile.name, still=True, page_size=size)
            count = write_site(opts.write, pages, robots)
            if opts.truth:
                write_truth(opts.truth, pages)
            sys.stdout.write(f"{profile.name} {opts.write}: {count} files\n")
            return
        conduct = Conduct(
            faults=Faults([parse_fault(text) for text in opts.fault], opts.seed),
            robots=robots,
            latency=seconds("--latency", opts.latency),
            validators=opts.validators,
        )
        churn = parse_churn(opts.churn) if opts.churn else {}
        with listener(opts.host or profile.host, opts.port) as socket, opened_log(opts.log) as log:
            host, port = socket.getsockname()[:2]
            base = f"http://{f'[{host}]' if ':' in host else host}:{port}"
            pages = build(opts.seed, articles, base, profile.name, still=opts.still, page_size=size)
            if opts.truth:
                write_truth(opts.truth, pages)

            def announce() -> None:
                sys.stdout.write(f"{profile.name} {base}/\n")
                sys.stdout.flush()

            changes = changes_of(pages, opts.seed)
            server = Server(pages, conduct, RequestLog(log), Control(pages, changes), Churn(changes, churn))
            asyncio.run(serve(socket, server.application(), announce))


def _refuse_serving(opts: argparse.Namespace) -> None:
    """Exit on an option that says how to serve a site which is only written."""
    usual: dict[str, object] = {
        "fault": [],
        "churn": None,
        "latency": "0",
        "validators": False,
        "log": None,
        "host": None,
        "port": 0,
    }
    for name, value in usual.items():
        if getattr(opts, name) != value:
            raise UsageError(f"--write serves nothing, so it cannot be combined with --{name}")
