"""Clusters beside the reprints that were planted: precision and recall by pairs of articles, and kinds of reprint."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from release_texts import Plan


@dataclass(slots=True)
class Compared:
    """``pairs`` are those of articles in one cluster: planted, found, and both."""

    planted: int = 0
    found: int = 0
    right: int = 0
    # By kind of reprint: how many there are, and how many are in one cluster with their original.
    reprints: Counter[str] = field(default_factory=Counter)
    beside_original: Counter[str] = field(default_factory=Counter)
    # Notices whose frame differs in names alone, and those of them that are in a cluster.
    named: int = 0
    named_in_cluster: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.planted if self.planted else 1.0

    def table(self) -> str:
        """Markdown."""
        lines = ["| reprints | planted | found | share |", "|---|---:|---:|---:|"]
        for kind, count in sorted(self.reprints.items()):
            found = self.beside_original[kind]
            lines.append(f"| {kind} | {count:,} | {found:,} | {found / count:.4f} |")
        lines.append("")
        lines.append(
            f"pairs: {self.planted:,} planted, {self.found:,} found, precision {self.precision:.4f}, recall "
            f"{self.recall:.4f}; apart from these, {self.named_in_cluster:,} of {self.named:,} notices that differ in "
            "names alone are in a cluster"
        )
        return "\n".join(lines)


def compare(plans: Callable[[int], Plan], cluster_of: dict[int, int], alone: int = -1) -> Compared:
    """Compare; ``cluster_of`` says of each number in the release what cluster it is in, ``alone`` for none."""
    compared = Compared()
    planted, found, both = Counter[int](), Counter[int](), Counter[tuple[int, int]]()
    for number, cluster in cluster_of.items():
        plan = plans(number)
        if plan.kind == "named":
            compared.named += 1
            compared.named_in_cluster += cluster != alone
            continue
        planted[plan.original] += 1
        if cluster != alone:
            found[cluster] += 1
            both[plan.original, cluster] += 1
        if plan.kind in {"exact", "near"} and plan.original in cluster_of:
            kind = _kind(plan)
            compared.reprints[kind] += 1
            compared.beside_original[kind] += cluster != alone and cluster == cluster_of[plan.original]
    compared.planted, compared.found, compared.right = _pairs(planted), _pairs(found), _pairs(both)
    return compared


def _pairs(counts: Counter[Any]) -> int:
    return sum(count * (count - 1) // 2 for count in counts.values())


def _kind(plan: Plan) -> str:
    """What was done to a text, in classes."""
    if plan.kind == "exact":
        return "exact"
    changed = next(most for most in (1, 3, 5) if plan.changed * 100 <= most)
    if not plan.cut:
        return f"near: up to {changed} % changed, nothing cut off"
    cut = next(most for most in (10, 20, 33) if int(plan.cut * 100) <= most)
    return f"near: up to {changed} % changed, up to {cut} % cut off"
