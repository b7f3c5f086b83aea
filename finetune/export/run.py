"""``spotsmith export``: a trained run in the form that a server loads, kept only when it says what was trained."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from finetune import manifest
from finetune.card import CARD, card
from finetune.export.job import Job, Made, Wanted
from finetune.export.loaded import as_trained
from finetune.export.merge import likelihoods_of
from finetune.export.parity import Proof, answers
from finetune.export.questions import questions
from finetune.export.staging import staged
from finetune.export.trained import Trained
from finetune.records import Record

Target = Literal["adapter", "merged", "gguf", "ollama", "vllm", "onnx"]
TARGETS: tuple[Target, ...] = get_args(Target)


@dataclass(frozen=True, slots=True)
class Exported:
    folder: Path
    """Of the export; of one that failed, where it was put for a look."""
    proof: Proof
    lines: tuple[str, ...]
    """What to run next."""


def export(
    trained: Trained,
    target: Target,
    wanted: Wanted,
    builds: Callable[[Record, str], bool] | None = None,
    told: Callable[[str], None] = lambda said: None,
) -> Exported:
    """``builds``: whether an answer compiles in the place of its record. Raises SpotsmithError."""
    form = form_of(target)
    form.ready(trained, wanted)
    out = out_of(trained, target, wanted)
    with staged(out, wanted.force) as stage:
        told("asking the trained model")
        job = _job(trained, wanted, stage.folder, out, builds, told)
        made = form.make(job)
        stage.failed = made.proof.status == "failed"
        kept = _manifest(job, made, target, stage.end)
        manifest.write_manifest(stage.folder, kept, job.covers())
        written = manifest.read_manifest(stage.folder)
        (stage.folder / CARD).write_text(card(written), encoding="utf-8")
    return Exported(stage.end, made.proof, () if stage.failed else made.lines)


@dataclass(frozen=True, slots=True)
class Form:
    make: Callable[[Job], Made]
    ready: Callable[[Trained, Wanted], None]
    """Raises SpotsmithError for what is missing, before a model is loaded."""


def form_of(target: Target) -> Form:
    """Imported when asked for: each needs other libraries."""
    if target in ("adapter", "vllm"):
        from finetune.export import to_adapter

        if target == "adapter":
            return Form(to_adapter.to_adapter, to_adapter.ready)
        return Form(to_adapter.to_vllm, to_adapter.ready_for_vllm)
    if target == "merged":
        from finetune.export import to_merged

        return Form(to_merged.to_merged, to_merged.ready)
    if target == "onnx":
        from finetune.export import to_onnx

        return Form(to_onnx.to_onnx, to_onnx.ready)
    from finetune.export import to_gguf

    if target == "gguf":
        return Form(to_gguf.to_gguf, to_gguf.ready)
    return Form(to_gguf.to_ollama, to_gguf.ready_for_ollama)


def out_of(trained: Trained, target: Target, wanted: Wanted) -> Path:
    return wanted.out or trained.run / "exports" / target


def _job(
    trained: Trained,
    wanted: Wanted,
    folder: Path,
    out: Path,
    builds: Callable[[Record, str], bool] | None,
    told: Callable[[str], None],
) -> Job:
    records = trained.validation()
    with as_trained(trained) as model:
        asked = questions(records, model.tokenizer, model.family, model.context, wanted.prompts, wanted.tokens)
        expected = answers(model, asked, wanted.tokens, _shown(model.tokenizer))
        return Job(trained, wanted, folder, out, expected, likelihoods_of(model, expected), builds, told)


def _shown(tokenizer: Any) -> Callable[[Any], str]:
    return lambda tokens: str(tokenizer.decode(list(tokens), skip_special_tokens=False))


def _manifest(job: Job, made: Made, target: Target, end: Path) -> manifest.Manifest:
    trained, folder = job.trained, job.folder
    parents = [manifest.parent(trained.run, folder)]
    parents += [manifest.parent(each, folder) for each in job.wanted.evaluations]
    base = dict(trained.manifest.base)
    data = dict(trained.manifest.data)
    if base.get("path"):
        base["path"] = manifest.beside(trained.base, folder)
    if data.get("folder"):
        data["folder"] = manifest.beside(trained.run / str(data["folder"]), folder)
    asked = {"to": target, "prompts": len(job.expected.questions), "tokens": job.wanted.tokens}
    return manifest.Manifest(
        "export",
        command=job.wanted.command,
        recipe=trained.manifest.recipe,
        base=base,
        data=data,
        config={**asked, **made.config, **({"failed": True} if end.name.endswith(".failed") else {})},
        metrics=made.proof.metrics(),
        seed=trained.manifest.seed,
        parents=tuple(parents),
    )


def evaluations(run: Path) -> tuple[Path, ...]:
    """Folders of evaluations below a run."""
    found = sorted(path.parent for path in run.rglob(manifest.NAME) if path.parent != run)
    return tuple(each for each in found if manifest.read_manifest(each).kind == "evaluation")
