"""Records from changes that people made: commits of the site, and drafts that were corrected before they were accepted.

From code with errors to code without it is mending; from right to right it is a change as someone asked for it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from agents.attempts import left
from agents.generate import draft_of
from agents.prompt import Prompts
from agents.revise import ASKED
from finetune.dataset import git
from finetune.dataset.broken import edit, mended
from finetune.dataset.make import Maker
from finetune.dataset.material import LeftOut, material_of
from finetune.dataset.reference import Reference, reference_of
from finetune.records import Origin, Record
from knowledge.blueprint import Fill
from knowledge.records import Diagnostic, Exemplar, Source, SourceFile


@dataclass(frozen=True, slots=True)
class Changed:
    """A file before and after someone changed it."""

    path: str
    before: str
    after: str
    reason: str
    """What the change was for, in words; empty where nobody said: then it is what a reviewer of the draft found."""
    date: str
    source: str
    """As the record names it."""


def committed(maker: Maker, commits: tuple[git.Commit, ...], suffixes: tuple[str, ...]) -> Iterator[Record | LeftOut]:
    """Oldest first, so that the same repository with newer commits only adds records."""
    for commit in reversed(commits):
        for path, before, after in git.changes(maker.site.root, commit, suffixes):
            source = f"{path}@{commit.id[:12]}"
            changed = Changed(path, before, after, commit.subject, commit.date, source)
            yield from pair(maker, changed, "history")


def pair(maker: Maker, changed: Changed, origin: Origin) -> Iterator[Record | LeftOut]:
    """Nothing for code that no skeleton is made for."""
    found = exemplar_of(maker, changed.path, changed.after)
    if found is None or not found.spot or not maker.plan.wants(found.name):
        return
    material = material_of(maker.site, found, changed.date)
    if isinstance(material, LeftOut):
        yield LeftOut(changed.source, f"it does not pass the checks after the change: {material.why}")
        return
    reference = reference_of(maker.site, found, request=material.purposes[0]) if material.reference else None
    before = before_of(maker, reference, changed.before) if reference else None
    if reference is None or before is None:
        yield LeftOut(changed.source, "its code before the change does not parse")
        return
    if dict(before) == dict(reference.fills):
        return  # comments, or the part that the skeleton writes
    draft, review = mended(maker.site, draft_of(reference.skeleton, before, "", maker.site.front_end))
    findings, prompts = left(draft, review), maker.site.prompts
    if not findings and changed.reason:
        findings = (Diagnostic(ASKED, "info", changed.reason),)
    elif not findings and maker.site.pack:
        prompts = Prompts(maker.site.pack / "prompts", reviews=True)
    context = maker.showing.whole(material, reference.task, material.needs)
    record = edit(maker, material, reference, draft, findings, (context, "used"), origin, prompts)
    yield replace(record, source=changed.source) if isinstance(record, Record) else record


def before_of(maker: Maker, reference: Reference, text: str) -> dict[str, Fill] | None:
    site, skeleton = maker.site, reference.skeleton
    fills = site.front_end.taken_apart(text, skeleton, reference.context.blueprint.spot, site.types)
    return dict(fills) if fills is not None else None


def exemplar_of(maker: Maker, path: str, text: str) -> Exemplar | None:
    """What a text is an example of, read as the index reads it; its place is that of the site's own file."""
    found = maker.site.front_end.exemplar(SourceFile(path, text), maker.site.types)
    known = maker.site.store.get(Exemplar, found.name) if found else None
    source = known.source if known else Source("source", path)
    return replace(found, source=source) if found else None
