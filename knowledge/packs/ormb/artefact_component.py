"""Business components: the interface ``X`` that others call, with its ``Factory``."""

from knowledge.packs.ormb.family import NO_BODY, Family, Job, generated_super, interface_methods
from knowledge.packs.ormb.java_source import public_methods

BASE = "com.splwg.base.api.GenericBusinessComponent"
COMPONENT = "com.splwg.base.api.BusinessComponent"


def names(job: Job) -> tuple[str, ...]:
    if job.stem == job.declaration.name:
        return ()
    return tuple(job.declaration.qualify(name) for name in (job.stem, generated_super(job)) if name)


def generate(job: Job) -> Family:
    if job.stem == job.declaration.name:
        return Family()
    files = [job.source(job.stem, _interface_text(job))]
    if gen := generated_super(job):
        text = f"public abstract class {gen} extends {BASE} implements {job.stem} {{\n}}"
        files.append(job.source(gen, text))
    return Family(tuple(files))


def _interface_text(job: Job) -> str:
    name = job.stem
    extends = f" extends {COMPONENT}" if job.names.known(COMPONENT) else ""
    methods = public_methods(job.declaration.text, job.declaration.name)
    lines = [
        f"public interface {name}{extends} {{",
        *interface_methods(job, methods, ()),
        # Static, so that both X.Factory.newInstance() and new X.Factory().newInstance() compile.
        "    class Factory {",
        f"        public static {name} newInstance() {NO_BODY}",
        "    }",
        "}",
    ]
    return "\n".join(lines)
