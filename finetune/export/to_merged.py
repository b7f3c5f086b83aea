"""One model folder with the adapter in its weights, for servers that know no adapters."""

from pathlib import Path

from finetune.export import merge
from finetune.export.job import Job, Made, Wanted
from finetune.export.loaded import saved
from finetune.export.staging import room_for, size_of
from finetune.export.trained import Trained

AGREEMENT = 0.95
"""Between 4-bit weights with an adapter and 16-bit weights with it merged in; the report has the measured share."""


def ready(trained: Trained, wanted: Wanted) -> None:
    room_for(wanted.out or trained.run, int(1.1 * size_of(trained.model)))


def to_merged(job: Job) -> Made:
    config = merged_into(job, job.folder)
    with saved(job.folder, job.trained.family) as model:
        found = job.prove(model, AGREEMENT)
    return Made(found, config, (f'spotsmith.toml: [coder] folder = "{job.out}"',))


def merged_into(job: Job, folder: Path) -> dict[str, object]:
    """The merged model as files; says which base it was merged onto and what the other one would have done."""
    job.told("merging")
    tried = merge.choose(job.trained, job.expected, job.likelihoods)
    dtype = merge.dtype_of(job.trained.model)
    with merge.merged(job.trained, tried[0].onto) as model:
        merge.save(model, folder, dtype)
    bases = {
        each.onto: {
            "token_agreement": round(each.agreement.share, 4),
            "tokens": each.agreement.tokens,
            "distance": round(each.distance, 5),
        }
        for each in tried
    }
    return {"merged onto": tried[0].onto, "bases tried": bases, "dtype": dtype}
