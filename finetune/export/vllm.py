"""The command with which vLLM serves the base and the adapter on it, and why it may refuse an adapter."""

import json
import shlex
from pathlib import Path
from typing import Any

from knowledge.errors import SpotsmithError

RANKS = (8, 16, 32, 64, 128, 256, 320, 512)
"""What ``--max-lora-rank`` takes; its default is 16, and an adapter of a higher rank is refused."""


def adapter_settings(adapter: Path) -> dict[str, Any]:
    path = adapter / "adapter_config.json"
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SpotsmithError(f"{path} cannot be read: {error}") from error
    if not isinstance(found, dict):
        raise SpotsmithError(f"{path} is no configuration of an adapter")
    return found


def check(settings: dict[str, Any]) -> None:
    """Raises SpotsmithError for an adapter that vLLM refuses."""
    reasons = {
        "it was trained with DoRA": settings.get("use_dora"),
        f"it trains whole modules ({settings.get('modules_to_save')})": settings.get("modules_to_save"),
        f"it trains biases ({settings.get('bias')})": settings.get("bias", "none") != "none",
        f"its rank is above {RANKS[-1]}": highest_rank(settings) > RANKS[-1],
    }
    found = [reason for reason, true in reasons.items() if true]
    if found:
        raise SpotsmithError(
            f"vLLM does not take this adapter: {found[0]}; export it --to merged and serve that folder"
        )


def highest_rank(settings: dict[str, Any]) -> int:
    return max([int(settings.get("r", 0)), *(int(each) for each in (settings.get("rank_pattern") or {}).values())])


def command(base: str, name: str, settings: dict[str, Any], context: int) -> list[str]:
    """To be run in the exported folder."""
    rank = next(each for each in RANKS if each >= highest_rank(settings))
    words = ["vllm", "serve", base, "--served-model-name", f"{name}-base", "--max-model-len", str(context)]
    words += ["--enable-lora", "--max-lora-rank", str(rank), "--lora-modules", f"{name}=."]
    return [*words, "--chat-template", "chat_template.jinja", "--host", "127.0.0.1", "--port", "8000"]


def whole(name: str, context: int) -> list[str]:
    """Of a model without an adapter, to be run in its folder."""
    words = ["vllm", "serve", ".", "--served-model-name", name, "--max-model-len", str(context)]
    return [*words, "--host", "127.0.0.1", "--port", "8000"]


def script(words: list[str]) -> str:
    return (
        "#!/bin/sh\n"
        '# Serves the base and the adapter beside it. In spotsmith.toml: [coder] url = "http://127.0.0.1:8000/v1"\n'
        f'cd "$(dirname "$0")" || exit 1\nexec {shlex.join(words)} "$@"\n'
    )
