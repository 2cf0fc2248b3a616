"""``lanmu sandbox``: serve one of the invented sites on loopback."""

import argparse
import asyncio
import contextlib
import difflib
import ipaddress
import re
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from crawler import cmdline
from crawler.errors import LanmuError, UsageError

# The command is the sandbox's front door.
from crawler.sandbox.churn import Churn, parse_churn  # noqa: TID251
from crawler.sandbox.control import ACTIONS, PREFIX, Control  # noqa: TID251
from crawler.sandbox.faults import NAMES, PLACES, Faults, parse_fault  # noqa: TID251
from crawler.sandbox.invent import LEAST_ARTICLES  # noqa: TID251
from crawler.sandbox.pages import Pages  # noqa: TID251
from crawler.sandbox.profile import Profile  # noqa: TID251
from crawler.sandbox.request_log import RequestLog  # noqa: TID251
from crawler.sandbox.robots import robots_txt  # noqa: TID251
from crawler.sandbox.server import Conduct, Server, serve  # noqa: TID251
from crawler.sandbox.sites import DEMO, build, changes_of, profiles, usual_articles  # noqa: TID251
from crawler.sandbox.truth import truth_lines  # noqa: TID251

_SECONDS = re.compile(r"\d{1,4}(?:\.\d{1,6})?")


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
        profile = _profile(opts.site)
        articles = usual_articles(profile.name) if opts.articles is None else opts.articles
        if articles < LEAST_ARTICLES:
            raise UsageError(f"--articles {articles}: at least {LEAST_ARTICLES}, so that every case occurs")
        conduct = Conduct(
            faults=Faults([parse_fault(text) for text in opts.fault], opts.seed),
            robots=robots_txt(_crawl_delay(opts.crawl_delay), [_prefix(text) for text in opts.disallow]),
            latency=_seconds("--latency", opts.latency),
            validators=opts.validators,
        )
        churn = parse_churn(opts.churn) if opts.churn else {}
        with _listener(opts.host or profile.host, opts.port) as listener, _log(opts.log) as log:
            host, port = listener.getsockname()[:2]
            base = f"http://{f'[{host}]' if ':' in host else host}:{port}"
            pages = build(opts.seed, articles, base, profile.name, still=opts.still)
            if opts.truth:
                write_truth(opts.truth, pages)

            def announce() -> None:
                sys.stdout.write(f"{profile.name} {base}/\n")
                sys.stdout.flush()

            changes = changes_of(pages, opts.seed)
            server = Server(pages, conduct, RequestLog(log), Control(pages, changes), Churn(changes, churn))
            asyncio.run(serve(listener, server.application(), announce))


def _profile(name: str) -> Profile:
    """The site of this name."""
    known = profiles()
    if name not in known:
        near = difflib.get_close_matches(name, known, n=3, cutoff=0.4)
        raise UsageError(
            f"--site {name}: there is no such site; {'near' if near else 'known'}: {', '.join(near or known)}"
        )
    return known[name]


def _seconds(option: str, text: str) -> float:
    """The seconds of an option."""
    if not _SECONDS.fullmatch(text):
        raise UsageError(f"{option} {text}: give seconds from 0 to 9999, like 0.5")
    return float(text)


def _crawl_delay(text: str | None) -> str | None:
    """The delay as it was written, where it is one."""
    if text is not None:
        _seconds("--crawl-delay", text)
    return text


def _prefix(text: str) -> str:
    """The path prefix of a ``--disallow``."""
    if not text.startswith("/") or len(text.split()) != 1:
        raise UsageError(f"--disallow {text}: give the beginning of a path, like /dwjs/")
    return text


def write_truth(path: Path, pages: Pages) -> None:
    """Write the truth file; it appears whole or not at all."""
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("w", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in truth_lines(pages))
        part.replace(path)
    except OSError as error:
        raise LanmuError(f"cannot write the truth to {path}: {error.strerror}") from error


def _listener(host: str, port: int) -> socket.socket:
    """A bound socket on loopback."""
    try:
        loopback = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = False
    if not loopback:
        raise UsageError(f"--host {host}: the sandbox serves on loopback only, for example 127.0.0.1")
    if not 0 <= port <= 65535:
        raise UsageError(f"--port {port}: a port lies between 0 and 65535")
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise LanmuError(f"cannot listen on {host}:{port}: {error.strerror}; try another --port") from error


@contextlib.contextmanager
def _log(path: Path | None) -> Iterator[TextIO | None]:
    """The log opened for appending, if there is one."""
    if path is None:
        yield None
        return
    try:
        file = path.open("a", encoding="utf-8")
    except OSError as error:
        raise LanmuError(f"cannot write the log {path}: {error.strerror}") from error
    with file:
        yield file
