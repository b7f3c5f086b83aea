"""What Ollama is told: the file, the form of prompts that was trained on, and the texts that end an answer."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from finetune.export.loaded import InProcess
from finetune.export.prompt_form import fixed_template, go_template
from knowledge.errors import SpotsmithError

NAME = "Modelfile"
_SECONDS = 3_600


def modelfile(model: InProcess, file: str, adapter: str = "") -> str:
    """Raises SpotsmithError where the chat template cannot be told to Ollama."""
    ends = end_texts(model)
    template = go_template(model.tokenizer, fixed_template(model.tokenizer, model.family), ends[0] if ends else "")
    lines = [f"FROM ./{file}", *([f"ADAPTER ./{adapter}"] if adapter else [])]
    lines.append(f'TEMPLATE """{template}"""')
    lines += [f'PARAMETER stop "{_quoted(end)}"' for end in ends]
    lines += [f"PARAMETER num_ctx {model.context}", "PARAMETER temperature 0.2"]
    if '"""' in template:
        raise SpotsmithError(
            "the chat template holds three quotation marks, which a Modelfile cannot: write it by hand"
        )
    return "\n".join(lines) + "\n"


def end_texts(model: InProcess) -> list[str]:
    """Texts of the tokens that end an answer, the tokenizer's own first."""
    own = model.tokenizer.eos_token_id
    order = sorted(model.ends, key=lambda each: (each != own, each))
    return [text for each in order if (text := str(model.tokenizer.convert_ids_to_tokens(each)))]


def program() -> str:
    """Raises SpotsmithError."""
    found = shutil.which("ollama")
    if found is None:
        raise SpotsmithError("ollama is not on PATH: leave out --create, and run `ollama create` where it is")
    return found


def create(folder: Path, name: str) -> str:
    """Has Ollama take the model in; gives its last words. Raises SpotsmithError."""
    try:
        done = subprocess.run(
            [program(), *command(folder, name)[1:]], capture_output=True, text=True, check=False, timeout=_SECONDS
        )
    except subprocess.TimeoutExpired as error:
        raise SpotsmithError(f"ollama create did not finish within {_SECONDS // 60} minutes") from error
    said = (done.stderr or done.stdout).strip().splitlines()
    if done.returncode:
        raise SpotsmithError(f"ollama create failed: {said[-1] if said else 'it said nothing'}")
    return said[-1] if said else ""


def command(folder: Path, name: str) -> Sequence[str]:
    return ("ollama", "create", name, "-f", str(folder / NAME))


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
