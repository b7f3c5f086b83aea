"""Trains a tiny code model from scratch on the sample site's Java, in minutes on a CPU; kept under build/bench/.

    .venv/bin/python -m tests.benchmarks.train_tiny starcoder2

Every fifth file is held out: what is measured on it, the model has never seen. Nothing is downloaded.
"""

import hashlib
import sys
import time
from pathlib import Path

import torch

from tests.benchmarks.bench_record import BENCH
from tests.fixtures.tiny_models import SOURCES, Kind, model, save, tokenizer

VOCABULARY, HIDDEN, LAYERS = 4_000, 192, 4
STEPS, BATCH, LENGTH, RATE = 400, 8, 256, 2e-3
HELD_OUT = 5


def split() -> tuple[list[Path], list[Path]]:
    """Files to train on, and files that are held out."""
    files = sorted(SOURCES.rglob("*.java"))
    return [f for n, f in enumerate(files) if n % HELD_OUT], files[::HELD_OUT]


def trained(kind: Kind) -> Path:
    """The folder of the trained model; trained now when this corpus has none yet."""
    texts = [path.read_text(encoding="utf-8") for path in split()[0]]
    said = repr((kind, VOCABULARY, HIDDEN, LAYERS, STEPS, BATCH, LENGTH, RATE, texts))
    folder = BENCH / f"{kind}-tiny-{hashlib.sha256(said.encode()).hexdigest()[:12]}"
    if not (folder / "config.json").is_file():
        _train(kind, texts, folder)
    return folder


def _train(kind: Kind, texts: list[str], folder: Path) -> None:
    words = tokenizer(kind, texts, VOCABULARY)
    stream = torch.tensor(
        [i for text in texts for i in (*words.encode(text, add_special_tokens=False), words.eos_token_id)]
    )
    made = model(kind, len(words), HIDDEN, LAYERS).train()
    optimizer = torch.optim.AdamW(made.parameters(), lr=RATE, weight_decay=0.05)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=STEPS, pct_start=0.1)
    torch.manual_seed(1)
    started = time.monotonic()
    for step in range(STEPS):
        starts = torch.randint(len(stream) - LENGTH - 1, (BATCH,)).tolist()
        batch = torch.stack([stream[at : at + LENGTH] for at in starts])
        loss = made(input_ids=batch, labels=batch).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(made.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        schedule.step()
        if step % 50 == 0 or step == STEPS - 1:
            print(
                f"{kind} step {step} of {STEPS}, loss {loss.item():.2f}, {time.monotonic() - started:.0f} s", flush=True
            )
    save(folder, made.eval(), words)


if __name__ == "__main__":
    torch.set_num_threads(1)
    for name in sys.argv[1:] or ["starcoder2", "qwen3"]:
        print(trained(name))  # type: ignore[arg-type]
