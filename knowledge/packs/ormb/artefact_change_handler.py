"""Change handlers: nothing is generated for them, but the entity that their annotation names must exist."""

from knowledge.packs.ormb.annotations import diagnostic
from knowledge.packs.ormb.family import Family, Job
from knowledge.records import Diagnostic


def names(job: Job) -> tuple[str, ...]:
    return ()


def generate(job: Job) -> Family:
    return Family(diagnostics=tuple(_findings(job)))


def _missing(job: Job) -> Diagnostic:
    declaration = job.declaration
    message = f"the framework finds {declaration.name} by its annotation, such as @ChangeHandler (entityName = ...)"
    return diagnostic("annotation.missing", message, declaration.place, symbol=declaration.name)


def _findings(job: Job) -> list[Diagnostic]:
    if job.annotation is None:
        return [] if "abstract" in job.declaration.modifiers else [_missing(job)]
    written = job.annotation.literal("entityName")
    if written is None or not written.text:
        message = f"@{job.annotation.name} has no 'entityName'"
        return [diagnostic("annotation.missing-attribute", message, job.annotation.place, symbol="entityName")]
    if job.names.entity(written.text):
        return []
    near = job.names.near(written.text)
    hint = f"; did you mean {near[0]}?" if near else ""
    message = f"no entity {written.text!r} on the class path or among the site's own{hint}"
    return [diagnostic("annotation.unknown-entity", message, written.place, symbol=written.text, candidates=near)]
