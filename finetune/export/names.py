"""Names under which servers know an export."""

import re

from agents.coders.families import Family, family_of

_STRANGE = re.compile(r"[^a-z0-9._-]+")


def served_name(run: str, family: Family) -> str:
    """Of the run, with the family's where the coder should know it (marks of fill-in-the-middle, texts that end).

    A family with a switch for thinking is left out: its form without thinking is in the export's template, and the
    switch would be asked for once more, in words that training never showed.
    """
    name = _STRANGE.sub("-", run.lower()).strip("-.") or "tuned"
    thinks = family.thinking is not None and bool(family.thinking.switch)
    if thinks:
        for pattern in family.match:
            name = name.replace(pattern, "").strip("-._")
        return name or "tuned"
    return name if not family.match or family_of(name) == family else f"{name}-{family.match[0]}"
