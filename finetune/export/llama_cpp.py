"""The user's llama.cpp: where its converters are, which version they are of, and how they are run.

Spotsmith neither ships nor builds llama.cpp. Its converters are Python scripts of its source tree; they run in a
process of their own, without a network.
"""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from agents.coders.transformers_backend import OFFLINE
from finetune.manifest import digest_of_file
from knowledge.errors import SpotsmithError

MODEL, LORA = "convert_hf_to_gguf.py", "convert_lora_to_gguf.py"
VARIABLE = "SPOTSMITH_LLAMA_CPP"
TYPES = ("auto", "f32", "f16", "bf16", "q8_0")
NEEDED = ("gguf", "sentencepiece")
_DRIVER = Path(__file__).with_name("with_pre_tokenizer.py")
_VERSION = re.compile(r"set\(LLAMA_VERSION_(?:MAJOR|MINOR|PATCH)\s+(\d+)\)")
_SECONDS = 4 * 3600
_UNRECOGNISED = "BPE pre-tokenizer was not recognized"


@dataclass(frozen=True, slots=True)
class LlamaCpp:
    folder: Path

    def version(self) -> dict[str, Any]:
        """What is told of it: its version, the commit of a checkout, and the digest of the converter."""
        text = _read(self.folder / "CMakeLists.txt")
        numbers = _VERSION.findall(text)
        return {
            "version": ".".join(numbers) if numbers else "unknown",
            "commit": _commit(self.folder),
            "converter": digest_of_file(self.folder / MODEL),
        }

    def convert(self, model: Path, target: Path, kind: str, pre_tokenizer: str = "") -> None:
        """A model folder to a GGUF file. Raises SpotsmithError with what the converter said."""
        self._run(MODEL, pre_tokenizer, str(model), "--outfile", str(target), "--outtype", kind)

    def convert_lora(self, adapter: Path, base: Path, target: Path) -> None:
        """An adapter to a GGUF file; the base is given as a folder, else the script looks for it on the Hub."""
        if not (self.folder / LORA).is_file():
            raise SpotsmithError(f"{self.folder} has no {LORA}: it is too old; take a newer llama.cpp")
        self._run(LORA, "", str(adapter), "--base", str(base), "--outfile", str(target), "--outtype", "f32")

    def _run(self, script: str, pre_tokenizer: str, *words: str) -> None:
        command = [sys.executable, str(self.folder / script), *words]
        if pre_tokenizer:
            command = [sys.executable, str(_DRIVER), str(self.folder / script), pre_tokenizer, *words]
        environment = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "HF_TOKEN")}
        try:
            done = subprocess.run(
                command,
                env={**environment, **OFFLINE, "PYTHONUTF8": "1"},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                encoding="utf-8",
                errors="replace",
                timeout=_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise SpotsmithError(f"{script} did not finish within {_SECONDS // 3600} hours") from error
        if done.returncode:
            raise SpotsmithError(f"{self.folder / script} failed: {_reason(done.stderr or done.stdout)}")


def find_llama_cpp(given: Path | None) -> LlamaCpp:
    """By option, by the variable, or by the converter on PATH. Raises SpotsmithError that says what to do."""
    folder = given or (Path(named) if (named := os.environ.get(VARIABLE, "")) else None)
    if folder is None:
        on_path = shutil.which(MODEL)
        folder = Path(on_path).resolve().parent if on_path else None
    if folder is None:
        raise SpotsmithError(
            f"GGUF needs llama.cpp's {MODEL}, which no package holds: get llama.cpp's sources (git clone, or the sdist "
            f"of llama-cpp-python, below vendor/), and name their folder with --llama-cpp or {VARIABLE}"
        )
    if not (folder / MODEL).is_file():
        raise SpotsmithError(f"{folder} holds no {MODEL}: name the folder of llama.cpp's sources")
    if not ((folder / "conversion").is_dir() or (folder / "gguf-py").is_dir()):
        raise SpotsmithError(f"{folder} holds {MODEL} but not what it imports: name the whole source tree of llama.cpp")
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise SpotsmithError(f"llama.cpp's converter needs {', '.join(missing)}; pip install 'spotsmith[gguf]'")
    return LlamaCpp(folder)


def _commit(folder: Path) -> str:
    if not (folder / ".git").exists():
        return ""
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), "rev-parse", "HEAD"], capture_output=True, text=True, check=False, timeout=30
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def _reason(text: str) -> str:
    """The last line that says something, with what can be done about the best-known reason."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    said = lines[-1][:400] if lines else "it said nothing"
    if _UNRECOGNISED in text:
        return (
            f"{said}. This llama.cpp does not know how the model's tokenizer splits text: take a newer one, which may "
            "know the model. (Tokenizers trained by Spotsmith are named to it; this is none.)"
        )
    if "is not supported" in said:
        return f"{said}. Take a newer llama.cpp, or another export"
    return said


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
