"""What the machine-learning libraries may do beside their work: nothing. Called before any of them is imported.

No lookup on a hub, no telemetry, no fork warnings of tokenizers. A tracker that a person asks for writes into the
run's folder, and only a tracker that this person has pointed at a server talks to one.
"""

import logging
import os
import warnings
from collections.abc import Collection, Mapping
from pathlib import Path

from agents.coders.transformers_backend import OFFLINE

_ALSO = {"HF_DATASETS_OFFLINE": "1", "HF_UPDATE_DOWNLOAD_COUNTS": "0", "BITSANDBYTES_NOWELCOME": "1"}

_LIBRARIES = r"(transformers|peft|accelerate|bitsandbytes|torch)\b"


def hush(run: Path | None = None, trackers: Collection[str] = ()) -> None:
    """``run``: the folder in which these trackers may write."""
    os.environ.update({**OFFLINE, **_ALSO})
    for kind in (FutureWarning, DeprecationWarning):  # what one library says of another is of no use to a user
        warnings.filterwarnings("ignore", category=kind, module=_LIBRARIES)
    # Said at each start on a CPU: a package is missing that would fetch kernels from a hub.
    logging.getLogger("bitsandbytes.backends.cpu.ops").setLevel(logging.ERROR)
    for name in trackers:
        for variable, value in _kept(name, (run or Path()) / "trackers").items():
            os.environ.setdefault(variable, value)


def _kept(tracker: str, folder: Path) -> Mapping[str, str]:
    return {
        "wandb": {"WANDB_MODE": "offline", "WANDB_DIR": str(folder)},
        "trackio": {"TRACKIO_DIR": str(folder / "trackio")},  # else below the home folder
        "tensorboard": {"TENSORBOARD_LOGGING_DIR": str(folder / "tensorboard")},
    }[tracker]
