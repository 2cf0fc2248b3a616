"""``lanmu release``: from all runs of a site to a version of its dataset that can be cited."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler import cmdline
from crawler.dataset.runs import finished_runs, sites_in
from crawler.errors import LanmuError, UsageError
from crawler.project import shown
from crawler.releases.needs import ALL, RELEASES, needs_release

if TYPE_CHECKING:
    from crawler.releases.manifest import About


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
        about = self.about()
        names, left_out = sites_in(data_dir, args), list[dict[str, str]]()
        if opts.all:
            names, left_out = ready_sites(data_dir, names)
        made = [name for name in names if self.release(data_dir, name, [name], data_dir / name / RELEASES, about)]
        if opts.all and made == names:
            self.release(data_dir, ALL, names, data_dir / RELEASES, replace(about, left_out=left_out))
        elif opts.all:
            sys.stderr.write("lanmu: all sites together were not released, as some could not be\n")
        if made and not about.creator:
            sys.stderr.write("lanmu: nobody is named as creator, so it is cited as Lanmu's: -s DATASET_CREATOR=NAME\n")

    def about(self) -> "About":
        """What the settings say of who releases; raises :class:`UsageError` for a licence that isn't known."""
        from crawler.releases.manifest import About, license_named  # noqa: PLC0415 (what the core does without)

        return About(
            creator=str(self.options["DATASET_CREATOR"] or ""),
            license=license_named(str(self.options["DATASET_LICENSE"] or "other")),
            url=str(self.options["DATASET_URL"] or ""),
            contact=str(self.options["CONTACT"] or ""),
        )

    def release(self, data_dir: Path, name: str, sites: Sequence[str], folder: Path, about: "About") -> bool:
        """Make one release and say so; False, and exit code 1, where it could not be made."""
        from crawler.releases.release import release  # noqa: PLC0415 (what the core does without)

        try:
            made, manifest = release(data_dir, name, sites, folder, about)
        except LanmuError as error:
            sys.stderr.write(f"lanmu: {error}\n")
            self.exitcode = 1
            return False
        sys.stdout.write(f"{name} {sentence(manifest)}: {shown(made)}\n")
        if lost := manifest["accounts"]["lost"]:
            sys.stderr.write(f"lanmu: {name} lacks {lost} articles that its runs know and none holds: a run was lost\n")
        return True


def ready_sites(data_dir: Path, sites: Sequence[str]) -> tuple[list[str], list[dict[str, str]]]:
    """The sites that can be released, and those that can't be yet, which is said."""
    ready = [site for site in sites if _is_complete(data_dir, site)]
    if not ready:
        raise LanmuError(f"{shown(data_dir)} holds no complete run of any site; crawl one: lanmu crawl SITE")
    left_out = [{"site": site, "why": "no complete run yet"} for site in sites if site not in ready]
    for one in left_out:
        sys.stderr.write(f"lanmu: {one['site']} is left out: {one['why']}\n")
    return ready, left_out


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
