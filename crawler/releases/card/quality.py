"""The tables of a card that say how good it is: rules, flags, lengths, sources, reprints, changes."""

from typing import Any

from crawler.pipelines.check import FLAGS
from crawler.releases.card.about import counted
from crawler.releases.card.markdown import code, listed, number, percent, plain, table

_MOST_RULES = 6
# Why a field can be read by a rule and empty all the same.
_EMPTY = {
    "source": "its label (来源：) or chosen element is there with nothing in it, which is an answer",
    "author": "its label (作者：) is there with nothing behind it, which is an answer",
    "body": "the article is its pictures or attachments",
}


def rules(manifest: dict[str, Any]) -> str:
    """Which rules read each field, and how often."""
    articles = manifest["counts"]["articles"]
    rows = []
    for field, counts in manifest["rules"].items():
        shown = list(counts.items())[:_MOST_RULES]
        rest = sum(counts.values()) - sum(count for _, count in shown)
        shares = [f"{'none' if rule == 'none' else code(rule)} {percent(count, articles)}" for rule, count in shown]
        shares += [f"others {percent(rest, articles)}"] * bool(rest)
        rows.append((code(field), " · ".join(shares)))
    notes = [note for field, counts in manifest["rules"].items() if (note := _empty(manifest, field, counts))]
    return "\n\n".join([table(("field", "read by, share of articles"), rows), *([listed(notes)] if notes else [])])


def _empty(manifest: dict[str, Any], field: str, counts: dict[str, int]) -> str:
    """What it means that a rule read a field more often than the field is filled; nothing where it didn't."""
    articles, filled = manifest["counts"]["articles"], manifest["fields"][field]["filled"]
    read = sum(count for rule, count in counts.items() if rule != "none" and not rule.endswith(" failed"))
    if read <= filled:
        return ""
    why = _EMPTY.get(field, "the rule's answer is that there is none")
    return (
        f"{code(field)} was read on {percent(read, articles)} and is filled on {percent(filled, articles)} of the "
        f"articles: on {number(read - filled)}, {why}."
    )


def flags(manifest: dict[str, Any]) -> str:
    """Every flag that an article has, with its meaning."""
    articles = manifest["counts"]["articles"]
    rows = [
        (
            code(flag),
            number(count),
            percent(count, articles),
            plain(FLAGS.get(flag, "of a later version of Lanmu"), 200),
        )
        for flag, count in manifest["flags"].items()
    ]
    return table(("flag", ">articles", ">share", "meaning"), rows) if rows else "No article has a flag."


def lengths(manifest: dict[str, Any]) -> str:
    length = manifest["length"]
    return (
        f"Characters of `body`: median {number(length['median'])}, nine in ten up to {number(length['p90'])}, "
        f"the longest {number(length['max'])}; {counted(length['empty'], 'article')} without text (pictures or "
        "attachments only)."
    )


def sources(manifest: dict[str, Any]) -> str:
    """The sources named most."""
    told = manifest["sources"]
    if not told["top"]:
        return "No article names a source."
    articles = manifest["counts"]["articles"]
    rows = [(plain(name), number(count), percent(count, articles)) for name, count in told["top"][:10]]
    most = table(("source 来源", ">articles", ">share"), rows)
    return f"Different texts in `source`, as printed: {number(told['distinct'])}. The most frequent:\n\n{most}"


def reprints(manifest: dict[str, Any]) -> str:
    told = manifest["reprints"]
    if not told["clusters"]:
        return "No two articles of this release have the same text."
    copies = counted(told["exact"] + told["near"], "copy", "copies")
    return (
        f"{counted(told['articles'], 'article')} have a text that another one has too, in "
        f"{counted(told['clusters'], 'cluster')}: {number(told['clusters'])} first ones and {copies} "
        f"({number(told['exact'])} exact, {number(told['near'])} near). All are kept; `cluster` and `cluster_match` "
        "tell them. To count each text once, keep those whose `cluster_match` is null or `first`."
    )


def changes(manifest: dict[str, Any]) -> str:
    """What is otherwise than in the version before."""
    before, told = manifest["previous"], manifest["changes"]
    if before is None:
        return "This is the first version."
    return (
        f"Against {before['version']} ({before['semver']}, {counted(before['articles'], 'article')}): "
        f"**{number(told['added'])}** added, **{number(told['changed'])}** changed, "
        f"**{number(told['removed'])}** removed; each is a row of `changes.jsonl`, with what differs."
    )


def known_issues(manifest: dict[str, Any]) -> str:
    """What a user should know before trusting it, each with how many it is about."""
    counts, filled = manifest["counts"], manifest["fields"]
    undated = counts["articles"] - filled["date"]["filled"]
    dropped = sum(manifest["accounts"]["links"]["dropped"].values())
    told = [
        ("Articles without `date`", undated, "the page prints none, or none that can be read"),
        (
            "Articles without text",
            manifest["length"]["empty"],
            "it is in pictures or attachments, which are only linked",
        ),
        (
            "Times an article was found gone",
            counts["removals"],
            "its last text is then in `revisions`, unless it is back",
        ),
        ("Near copies", manifest["reprints"]["near"], "found by fingerprint, so a few may only be alike"),
        ("Links that led to no article", dropped, "`links` says why"),
    ]
    lines = [f"{what}: {number(count)}; {why}." for what, count, why in told if count]
    again = "Edits and removals are noticed when an article is looked at again, an old one's after many runs"
    once = [site for site in manifest["sites"] if site["runs"] == 1]
    if once:
        which = "this site has" if len(manifest["sites"]) == 1 else f"{counted(len(once), 'site has', 'sites have')}"
        again += f"; {which} one run, so none has been yet"
    deleted = "What was deleted from the site before the first run was never seen, and is not counted."
    return listed([*lines, f"{again}.", deleted])
