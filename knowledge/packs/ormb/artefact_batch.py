"""Batch jobs: ``X_Gen`` with its parameter class, and the superclass of the worker nested in it."""

from knowledge.packs.ormb.family import NO_BODY, Family, Job, generated_super, simple_name
from knowledge.packs.ormb.soft_getters import soft_getters

JOB = "com.splwg.base.api.batch.AbstractBatchJob"
WORKER = "com.splwg.base.api.batch.AbstractThreadWorker"
PARAMETERS = "com.splwg.base.api.batch.StandardJobParameters"
SUBMISSION = "com.splwg.base.api.batch.SubmissionParameters"


def names(job: Job) -> tuple[str, ...]:
    gen = generated_super(job)
    return (job.declaration.qualify(gen),) if gen else ()


def generate(job: Job) -> Family:
    getters, diagnostics = soft_getters(job, PARAMETERS)
    gen = generated_super(job)
    if not gen:
        return Family(diagnostics=tuple(diagnostics))
    lines = [
        f"public abstract class {gen} extends {JOB} {{",
        f"    public static class JobParameters extends {PARAMETERS} {{",
        *(f"    {line}" for line in getters),
        "    }",
        f"    protected final JobParameters getParameters() {NO_BODY}",
    ]
    if job.names.known(SUBMISSION):
        lines.append(f"    public final void setSubmissionParameters({SUBMISSION} parameters) {NO_BODY}")
    for worker in _workers(job):
        lines += _worker_lines(worker)
    return Family((job.source(gen, "\n".join([*lines, "}"])),), tuple(diagnostics))


def _workers(job: Job) -> list[str]:
    """The generated superclasses that the nested workers name; the usual one when there is none yet."""
    wanted = [simple_name(nested.superclass) for nested in job.declaration.nested]
    found = [name for name in dict.fromkeys(wanted) if name.endswith("_Gen")]
    return found or [f"{job.stem}Worker_Gen"]


def _worker_lines(name: str) -> list[str]:
    # The hand-written worker names this class without a qualifier, so it has to be a member of X_Gen.
    return [
        f"    public abstract static class {name} extends {WORKER} {{",
        "        public static class ThreadParameters extends JobParameters {",
        "        }",
        f"        protected final ThreadParameters getParameters() {NO_BODY}",
        "    }",
    ]
