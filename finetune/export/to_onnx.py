"""ONNX through Optimum, where its exporter knows the family; asked by ONNX Runtime before it is kept.

Optimum's exporter needs a transformers of version 4 and Spotsmith trains with version 5, so ``optimum-cli`` lives in
an environment of its own and is run as a command.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from agents.coders.transformers_backend import OFFLINE
from finetune.export.job import Job, Made, Wanted
from finetune.export.parity import Proof, Said
from finetune.export.questions import Question, question_of
from finetune.export.staging import room_for, size_of
from finetune.export.to_merged import merged_into
from finetune.export.trained import Trained
from finetune.loading import load_tokenizer
from knowledge.errors import SpotsmithError

VARIABLE = "SPOTSMITH_OPTIMUM_CLI"
AGREEMENT = 0.95
TASK = "text-generation-with-past"
_SECONDS = 4 * 3600
_HALF = ".model"


def ready(trained: Trained, wanted: Wanted) -> None:
    find_optimum(wanted.optimum)
    room_for(wanted.out or trained.run, 5 * size_of(trained.model))


def to_onnx(job: Job) -> Made:
    program = find_optimum(job.wanted.optimum)
    half = job.folder / _HALF
    half.mkdir()
    config = merged_into(job, half)
    _tell_version_4(half / "config.json")
    job.told("exporting")
    _run(program, half, job.folder)
    load_tokenizer(half).save_pretrained(job.folder)  # Optimum leaves it out of what it does not post-process
    shutil.rmtree(half)
    return Made(_proof(job), {**config, "task": TASK})


def find_optimum(given: str) -> str:
    """Raises SpotsmithError that says what to do."""
    found = given or os.environ.get(VARIABLE, "") or shutil.which("optimum-cli") or ""
    if found and shutil.which(found):
        return found
    if found:
        raise SpotsmithError(f"{found} is no program that can be run: name optimum-cli with --optimum or {VARIABLE}")
    raise SpotsmithError(
        "ONNX needs optimum-cli: pip install 'optimum-onnx[onnxruntime]' in an environment of its own (it wants an "
        f"older transformers than training), and name its optimum-cli with --optimum or {VARIABLE}"
    )


def _run(program: str, model: Path, out: Path) -> None:
    command = [program, "export", "onnx", "--model", str(model), "--task", TASK, "--no-post-process", str(out)]
    environment = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "HF_TOKEN")}
    try:
        done = subprocess.run(
            command,
            env={**environment, **OFFLINE},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SpotsmithError(f"{program} did not end as it should: {error}") from error
    if done.returncode:
        lines = [line.strip() for line in done.stderr.splitlines() if line.strip()]
        raise SpotsmithError(f"Optimum does not export this model: {lines[-1][:400] if lines else 'it said nothing'}")


def _tell_version_4(path: Path) -> None:
    """transformers 5 keeps the base of the rotary positions in a group; version 4 would take its default instead."""
    config = json.loads(path.read_text(encoding="utf-8"))
    rope = config.get("rope_parameters") or {}
    if "rope_theta" in rope and "rope_theta" not in config:
        config["rope_theta"] = rope["rope_theta"]
    if rope.get("rope_type", "default") != "default":
        config["rope_scaling"] = {key: value for key, value in rope.items() if key != "rope_theta"}
    if "dtype" in config:
        config["torch_dtype"] = config["dtype"]
    path.write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")


def _proof(job: Job) -> Proof:
    if find_spec("onnxruntime") is None:
        return Proof("unproven", unproven=("no onnxruntime to ask the export with: pip install 'spotsmith[onnx]'",))
    return job.prove(OnnxModel(job.folder, job.trained), AGREEMENT)


class OnnxModel:
    """``Speaker`` of an exported folder."""

    def __init__(self, folder: Path, trained: Trained) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = int(os.environ.get("OMP_NUM_THREADS") or 0)
        self._session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = load_tokenizer(folder)
        self._trained = trained
        self._past = [each for each in self._session.get_inputs() if each.name.startswith("past_key_values")]
        self._inputs = {each.name for each in self._session.get_inputs()}
        self._outputs = [each.name for each in self._session.get_outputs()]

    def reads(self, question: Question) -> tuple[int, ...]:
        found = question_of(question.record, self._tokenizer, self._trained.family)
        return found.ids if found else ()

    def says(self, question: Question, most: int) -> Said:
        ends = self._ends()
        said: list[int] = []
        past: dict[str, Any] = {}
        before, given = 0, list(question.ids)
        while len(said) < most and not (said and said[-1] in ends):
            scores, past = self._step(given, before, past)
            before += len(given)
            given = [int(scores[-1].argmax())]
            said += given
        kept = [each for each in said if each not in ends]
        text = self._tokenizer.decode(kept, skip_special_tokens=False, clean_up_tokenization_spaces=False)
        return Said(tuple(said), str(text))

    def would_say(self, question: Question, said: Sequence[int]) -> list[int]:
        scores, _ = self._step([*question.ids, *said], 0, {})
        return [int(each) for each in scores[len(question.ids) - 1 : -1].argmax(-1)]

    def _step(self, ids: Sequence[int], before: int, past: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
        """Scores behind each of ``ids``, which stand behind ``before`` others, and what to go on from."""
        import numpy as np

        feeds = {
            "input_ids": np.array([ids], dtype=np.int64),
            "attention_mask": np.ones((1, before + len(ids)), dtype=np.int64),
            "position_ids": np.arange(before, before + len(ids), dtype=np.int64)[None],
        }
        feeds = {name: value for name, value in feeds.items() if name in self._inputs}
        feeds |= past or {each.name: _nothing(each) for each in self._past}
        out = dict(zip(self._outputs, self._session.run(None, feeds), strict=True))
        return out["logits"][0], {
            each.name: out[each.name.replace("past_key_values", "present")] for each in self._past
        }

    def _ends(self) -> frozenset[int]:
        from agents.coders.rendering import end_ids

        return end_ids(self._tokenizer, self._trained.family)


def _nothing(given: Any) -> Any:
    import numpy as np

    kind = np.float16 if "float16" in given.type else np.float32
    return np.zeros([1, given.shape[1], 0, given.shape[3]], dtype=kind)
