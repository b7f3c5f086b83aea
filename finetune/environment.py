"""What a step ran with: Python, packages, hardware. No name of a host, a user or a folder."""

import os
import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

PACKAGES = (
    "spotsmith",
    "torch",
    "transformers",
    "peft",
    "bitsandbytes",
    "accelerate",
    "tokenizers",
    "safetensors",
    "gguf",
    "trl",
)


def environment() -> dict[str, Any]:
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "packages": {name: found for name in PACKAGES if (found := _version(name))},
        "hardware": hardware(),
    }


def hardware() -> dict[str, Any]:
    found: dict[str, Any] = {"processor": _processor(), "cores": os.cpu_count() or 0}
    if memory := _memory():
        found["memory_gib"] = round(memory / 2**30, 1)
    if gpus := _gpus():
        found["gpus"] = gpus
    return found


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def _memory() -> int:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError, AttributeError):  # not on Windows
        return 0


def _gpus() -> list[str]:
    """Only where torch is loaded already: its import takes a second."""
    torch = sys.modules.get("torch")
    if torch is None or not torch.cuda.is_available():
        return []
    found = [torch.cuda.get_device_properties(number) for number in range(torch.cuda.device_count())]
    return [f"{each.name}, {each.total_memory / 2**30:.0f} GiB" for each in found]
