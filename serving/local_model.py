"""Settings -> the model in a local folder: what can be said of it without loading it, and the coder that it becomes."""

from collections.abc import Callable
from pathlib import Path

from agents.coders.local import LocalCoder, LocalManner
from agents.coders.transformers_backend import check_model, open_model
from agents.prompt import Prompts
from knowledge.completion import Completion
from knowledge.errors import SpotsmithError
from serving.settings import NO_FOLDER
from serving.settings import Coder as Settings

At = Callable[[str], Path]
"""A path of the settings, as the workspace reads it."""


def examine_local(settings: Settings, at: At) -> str:
    """The coder's name. Raises SpotsmithError for what is missing or wrong; nothing is loaded."""
    folder, adapters = _places(settings, at)
    for names in settings.adapters_for.values():
        for name in names:
            if name not in adapters:
                known = ", ".join(adapters) or "none"
                raise SpotsmithError(
                    f"coder.adapters_for names {name!r}, which coder.adapters has not; it has: {known}"
                )
    check_model(folder, four_bit=settings.four_bit, adapters=adapters)
    return f"transformers/{folder.name}"


def open_local(settings: Settings, at: At, prompts: Prompts, completion: Completion | None) -> LocalCoder:
    """The coder with its model loaded. Raises SpotsmithError."""
    examine_local(settings, at)
    folder, adapters = _places(settings, at)
    model = open_model(folder, four_bit=settings.four_bit, adapters=adapters, device=settings.device)
    by_task = {task: tuple(names) for task, names in settings.adapters_for.items()}
    if not by_task:
        model.use(*adapters)
    return LocalCoder(
        model, prompts, completion, LocalManner(settings.temperature, settings.fim, settings.members_only, by_task)
    )


def _places(settings: Settings, at: At) -> tuple[Path, dict[str, Path]]:
    if not settings.folder:
        raise SpotsmithError(NO_FOLDER)
    return at(settings.folder), {name: _adapter(settings, at, said) for name, said in settings.adapters.items()}


def _adapter(settings: Settings, at: At, said: str) -> Path:
    """A folder, or an entry of the registry where one is set and no such folder is there."""
    folder = at(said)
    if not settings.registry or folder.is_dir():
        return folder
    from finetune.registry import folder_of

    return folder_of(at(settings.registry), said)
