"""Everything that a site has, as training records. The same site, plan and seed give the same records."""

import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from finetune.dataset import git
from finetune.dataset.accepted import accepted
from finetune.dataset.asked import Asking, Rephrase
from finetune.dataset.broken import broken_drafts
from finetune.dataset.history import committed
from finetune.dataset.make import Maker
from finetune.dataset.material import LeftOut, Material, materials
from finetune.dataset.middles import middles
from finetune.dataset.mix import chosen, weighed
from finetune.dataset.plan import BuildPlan
from finetune.dataset.queries import queries
from finetune.dataset.shown import Showing
from finetune.dataset.whole import single_holes, whole_classes
from finetune.dataset.wording import read_wording
from finetune.records import Kind, Record
from finetune.site import OpenSite
from knowledge.errors import SpotsmithError

OnStage = Callable[[str, int, int], None]
"""Stage, done, total."""
Making = Callable[[Maker, Material, random.Random], Iterator[Record | LeftOut]]
KINDS: dict[Kind, Making] = {
    "component": whole_classes,
    "hole": single_holes,
    "sql": queries,
    "fix": broken_drafts,
    "fim": middles,
}


@dataclass(frozen=True, slots=True)
class Built:
    records: tuple[Record, ...]
    left_out: tuple[LeftOut, ...]
    notes: tuple[str, ...] = ()
    classes: int = 0
    """That records were made of."""


def build(site: OpenSite, plan: BuildPlan | None = None) -> list[Record]:
    return list(gather(site, plan or BuildPlan()).records)


def gather(
    site: OpenSite,
    plan: BuildPlan,
    rephrase: Rephrase | None = None,
    told: OnStage = lambda stage, done, total: None,
) -> Built:
    """Raises SpotsmithError where there is nothing to learn from, or nothing can be proven to compile."""
    wording = read_wording(site.pack)
    commits = git.commits(site.root, site.sources, plan.history)
    found, left_out = _materials(site, plan, git.dates(commits), told)
    maker = Maker(site, plan, Showing(site, plan, found), Asking(site, wording, rephrase))
    fixed: list[Record] = []
    pool: list[Record] = []
    for number, material in enumerate(found):
        told("records", number, len(found))
        for kind in plan.kinds:
            rng = random.Random(f"{plan.seed} {kind} {material.name}")
            made = _sorted_out(KINDS[kind](maker, material, rng), left_out)
            (pool if kind == "fim" else fixed).extend(made)
    suffixes = tuple(sorted({PurePosixPath(material.exemplar.source.path).suffix for material in found}))
    fixed += _sorted_out(accepted(maker, suffixes), left_out)
    if "fix" in plan.kinds:
        told("history", 0, len(commits))
        fixed += _sorted_out(committed(maker, commits, suffixes), left_out)
    fixed += chosen(pool, fixed, plan.spans * len(found), random.Random(f"{plan.seed} places"))
    once = list({record.id: record for record in fixed}.values())
    notes = (*maker.asking.problems, *([] if commits or not plan.history else [_NO_HISTORY]))
    return Built(tuple(weighed(once, plan.half_life)), tuple(dict.fromkeys(left_out)), notes, len(found))


_NO_HISTORY = "no git history was read: the sources lie in no repository, or git is not there"


def _materials(
    site: OpenSite, plan: BuildPlan, dates: Mapping[str, str], told: OnStage
) -> tuple[list[Material], list[LeftOut]]:
    found: list[Material] = []
    left_out: list[LeftOut] = []
    for each in materials(site, plan, dates):
        if isinstance(each, LeftOut):
            left_out.append(each)
        else:
            found.append(each)
        told("classes", len(found) + len(left_out), 0)
    if not found and left_out:
        first = left_out[0]
        raise SpotsmithError(
            f"none of the {len(left_out)} classes can be learned from; the first: {first.source}: {first.why}"
        )
    if not found:
        raise SpotsmithError(
            "the index holds no code of the site to learn from: name its folders as sources in spotsmith.toml and run "
            "`spotsmith index`"
            if not plan.only
            else f"the index holds no class that is called {' or '.join(plan.only)}"
        )
    return found, left_out


def _sorted_out(made: Iterable[Record | LeftOut], left_out: list[LeftOut]) -> list[Record]:
    records: list[Record] = []
    for each in made:
        if isinstance(each, LeftOut):
            left_out.append(each)
        else:
            records.append(each)
    return records
