"""Muon for the matrices of a model and AdamW for the rest, as one optimizer that saves and goes on like any other.

For models whose weights are all learned, above all small ones from nothing: in 102 seconds of the same data Muon came
to a loss of 5.52 where AdamW came to 6.18 (docs/results.md). Muon: Jordan et al. 2024; steps are scaled to those of
AdamW (Liu et al. 2025, arXiv 2502.16982), so that one learning rate is good for both.
"""

from collections.abc import Callable
from typing import Any

import torch


class MuonWithAdamW(torch.optim.Optimizer):  # type: ignore[misc]  # the library has no types that are followed here
    """Two groups of parameters: the matrices inside layers, and embeddings, norms and biases."""

    def __init__(
        self,
        model: torch.nn.Module,
        lr: float,
        betas: tuple[float, float] = (0.9, 0.95),
        weight_decay: float = 0.01,
        matrix_decay: float = 0.1,
    ) -> None:
        """Raises ValueError where the model has no matrix that may learn."""
        matrices, rest = _divided(model)
        groups = [{"params": rest, "weight_decay": weight_decay}, {"params": matrices, "weight_decay": matrix_decay}]
        super().__init__(groups, {"lr": lr})
        adamw = torch.optim.AdamW(rest, lr=lr, betas=betas, weight_decay=weight_decay)
        muon = torch.optim.Muon(matrices, lr=lr, weight_decay=matrix_decay, adjust_lr_fn="match_rms_adamw")
        self._parts: tuple[torch.optim.Optimizer, ...] = (adamw, muon)
        for part, group in zip(self._parts, self.param_groups, strict=True):
            group.update({**part.param_groups[0], **group})
        self._share()

    def step(self, closure: Callable[[], Any] | None = None) -> Any:
        loss = closure() if closure else None
        for part in self._parts:
            part.step()
        return loss

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        super().load_state_dict(state_dict)
        self._share()

    def _share(self) -> None:
        """State and settings are this optimizer's, so that schedulers and checkpoints see one."""
        for part, group in zip(self._parts, self.param_groups, strict=True):
            part.param_groups, part.state = [group], self.state


def _divided(model: torch.nn.Module) -> tuple[list[torch.nn.Parameter], list[torch.nn.Parameter]]:
    named = [(name, each) for name, each in model.named_parameters() if each.requires_grad]
    inside = {name for name, each in named if each.ndim == 2 and "embed" not in name and "lm_head" not in name}
    return [each for name, each in named if name in inside], [each for name, each in named if name not in inside]
