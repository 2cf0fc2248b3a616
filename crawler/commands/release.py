"""``lanmu release``: from all runs of a site to a version of its dataset that can be cited."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from crawler import cmdline
from crawler.dataset.runs import finished_runs
from crawler.errors import LanmuError, UsageError
from crawler.exporters.run_folder import RUNS
from crawler.project import shown
from crawler.releases.needs import needs_release

_RELEASES = "releases"
# The dataset of all sites.
_ALL = "all"


class Command(cmdline.Command):
    """One line for each release; exit 1 if one could not be made, the others are all the same."""

    def syntax(self) -> str:
        return "SITE ... | --all"

    def short_desc(self) -> str:
        return "Make a version of a site's dataset from all its runs: to cite, to load, to check, to compare"

    def long_desc(self) -> str:
        return (
            "Writes data/<site>/releases/<version>/: Parquet and JSON lines of the articles as last seen, links, "
            "earlier texts, removals, what changed since the last version, a dataset card, Croissant, data package "
            "and checksums. A version never changes; releases/versions.json names the last one."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--all", action="store_true", help="every site that has a complete run, then all of them together"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        data_dir = Path(self.options["DATA_DIR"])
        if bool(args) == opts.all:
            raise UsageError("name the sites to release, or all of them with --all")
        needs_release("release")
        for site in args:
            if not (data_dir / site / RUNS).is_dir():
                raise UsageError(
                    f"{shown(data_dir)} holds no runs of {site!r}; crawl it first, or name another data folder with "
                    "-s DATA_DIR=FOLDER"
                )
        names = self.all_sites(data_dir) if opts.all else list(dict.fromkeys(args))
        made = [name for name in names if self.release(data_dir, name, [name], data_dir / name / _RELEASES)]
        if not opts.all:
            return
        if made == names:
            self.release(data_dir, _ALL, names, data_dir / _RELEASES)
        else:
            sys.stderr.write("lanmu: all sites together were not released, as some could not be\n")

    def all_sites(self, data_dir: Path) -> list[str]:
        """The sites that can be released; says which can't be yet."""
        sites = sorted(path.parent.name for path in data_dir.glob(f"*/{RUNS}"))
        ready = [site for site in sites if _is_complete(data_dir, site)]
        if not ready:
            raise LanmuError(f"{shown(data_dir)} holds no complete run of any site; crawl one: lanmu crawl SITE")
        for site in sites:
            if site not in ready:
                sys.stderr.write(f"lanmu: {site} is left out: it has no complete run yet\n")
        return ready

    def release(self, data_dir: Path, name: str, sites: Sequence[str], folder: Path) -> bool:
        """Make one release and say so; False, and exit code 1, where it could not be made."""
        from crawler.releases.release import About, release  # noqa: PLC0415 (what the core does without)

        about = About(
            creator=str(self.options["DATASET_CREATOR"] or ""),
            license=str(self.options["DATASET_LICENSE"] or ""),
            contact=str(self.options["CONTACT"] or ""),
        )
        try:
            made, manifest = release(data_dir, name, sites, folder, about)
        except LanmuError as error:
            sys.stderr.write(f"lanmu: {error}\n")
            self.exitcode = 1
            return False
        sys.stdout.write(f"{name} {sentence(manifest)}: {shown(made)}\n")
        return True


def _is_complete(data_dir: Path, site: str) -> bool:
    """Whether a run of the site is; a damaged one is told when the site is released."""
    try:
        return any(run.manifest["verdict"] == "complete" for run in finished_runs(data_dir, site))
    except LanmuError:
        return True


def sentence(manifest: dict[str, Any]) -> str:
    """What a release comes to: ``2026-11-23 (2.0.0): 602 articles, 4 added, 3 changed, 2 removed since 2026-11-22``."""
    changes = ", ".join(f"{count} {op}" for op, count in manifest["changes"].items())
    since = f"{changes} since {manifest['previous']['version']}" if manifest["previous"] else "the first release"
    return f"{manifest['version']} ({manifest['semver']}): {manifest['counts']['articles']} articles, {since}"
