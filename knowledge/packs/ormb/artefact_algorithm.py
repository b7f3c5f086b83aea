"""Algorithm components: ``X_Gen`` with a getter for each soft parameter, and the interface ``X``."""

from knowledge.packs.ormb.base_methods import implementations
from knowledge.packs.ormb.family import (
    NO_BODY,
    Family,
    Job,
    generated_super,
    interface_methods,
    members_of,
)
from knowledge.packs.ormb.java_source import public_methods
from knowledge.packs.ormb.soft_getters import soft_getters

BASE = "com.splwg.base.support.algorithm.AbstractAlgorithmComponent"
COMPONENT = "com.splwg.base.api.BusinessComponent"
CHECK = "validateParameterTypes"


def names(job: Job) -> tuple[str, ...]:
    gen = generated_super(job)
    return tuple(job.declaration.qualify(n) for n in (gen, _interface(job)) if n) if gen else ()


def generate(job: Job) -> Family:
    getters, diagnostics = soft_getters(job, BASE)
    gen = generated_super(job)
    if not gen:
        return Family(diagnostics=tuple(diagnostics))
    interface = _interface(job)
    implements = f" implements {interface}" if interface else ""
    own = {m.name for m in public_methods(job.declaration.text, job.declaration.name)} | {CHECK}
    lines = [
        f"public abstract class {gen} extends {BASE}{implements} {{",
        *getters,
        f"    protected final void {CHECK}() {NO_BODY}",
        *implementations(job.types, BASE, taken=own),
        "}",
    ]
    files = [job.source(gen, "\n".join(lines))]
    if interface:
        files.append(job.source(interface, _interface_text(job, interface)))
    return Family(tuple(files), tuple(diagnostics))


def _interface(job: Job) -> str:
    """Empty for a class that is not named ``X_Impl``: the name of its interface is taken by itself."""
    return job.stem if job.stem != job.declaration.name else ""


def _interface_text(job: Job, name: str) -> str:
    spots = _spots(job)
    bases = [*([COMPONENT] if job.names.known(COMPONENT) else []), *spots]
    extends = f" extends {', '.join(bases)}" if bases else ""
    inherited = {member.name for member in members_of(job.types, BASE, *spots)}
    methods = public_methods(job.declaration.text, job.declaration.name)
    return "\n".join([f"public interface {name}{extends} {{", *interface_methods(job, methods, inherited), "}"])


def _spots(job: Job) -> list[str]:
    """The implemented interfaces that are certain; the class itself implements the others anyhow."""
    plain = [name for name in job.declaration.interfaces if "<" not in name]
    found = [job.names.type(name) for name in plain]
    own = job.declaration.qualify(job.stem)
    return [name for name in dict.fromkeys(found) if name and name != own]
