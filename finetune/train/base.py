"""A base by folder, or by its name in the local cache of models. Nothing is fetched."""

from pathlib import Path

from finetune.quiet import hush
from knowledge.errors import SpotsmithError


def find_base(name: str, revision: str = "") -> Path:
    """Raises SpotsmithError that says how a base comes here."""
    folder = Path(name)
    if folder.is_dir():
        return folder
    if name.count("/") != 1 or name.startswith((".", "/", "~")):
        raise SpotsmithError(f"{name}: there is no such folder; name a base with --base FOLDER")
    return _cached(name, revision)


def _cached(name: str, revision: str) -> Path:
    hush()
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name, revision=revision or None, local_files_only=True))
    except (LocalEntryNotFoundError, HFValidationError, OSError) as error:
        at = f" at revision {revision}" if revision else ""
        raise SpotsmithError(
            f"{name}{at} is neither a folder nor in the local cache of models. Copy it to this machine (`hf download "
            f"{name} --local-dir FOLDER` where there is a network) and name it with --base FOLDER"
        ) from error
