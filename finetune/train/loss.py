"""The loss: of answers alone, each with the weight of its record, over the tokens of a whole step.

Rows end together, so the head is asked for the last tokens only: of a prompt of 4,000 tokens and an answer of 300 it
projects 300. The model is called as a whole, never its parts: wrappers of several GPUs see every step.
"""

from typing import Any

from finetune.train.examples import UNCOUNTED


def answer_loss(model: Any, inputs: dict[str, Any], count: Any = None) -> Any:
    """``inputs``: a batch of ``examples.batch_of`` as tensors, with ``weights`` (one for each row) or without.

    ``count``: tokens with a loss in the whole step, over all its batches; without it, those of this batch. With all
    weights at 1 it is the loss of the model itself.
    """
    import torch
    from torch.nn.functional import cross_entropy

    labels, weights = inputs["labels"], inputs.get("weights")
    kept = _kept(labels)
    targets = labels[:, labels.shape[1] - kept + 1 :]
    said = model(
        input_ids=inputs["input_ids"],
        attention_mask=inputs["attention_mask"],
        position_ids=inputs["position_ids"],
        logits_to_keep=kept,
        use_cache=False,
    )
    counted = targets != UNCOUNTED
    losses = cross_entropy(said.logits[:, :-1][counted].float(), targets[counted], reduction="none")
    if weights is not None:
        losses = losses * weights[:, None].expand_as(targets)[counted].to(losses.dtype)
    total = losses.sum()
    if count is None:
        count = counted.sum()
    loss = total / torch.as_tensor(count, device=total.device).clamp(min=1)
    aux = getattr(said, "aux_loss", None)  # of a mixture of experts that is asked for it
    config = getattr(model, "config", None)
    return loss if aux is None else loss + getattr(config, "router_aux_loss_coef", 0.0) * aux.to(loss.device)


def _kept(labels: Any) -> int:
    """How many tokens at the end the head must see: those with a label, and the one that foretells the first."""
    places = (labels != UNCOUNTED).any(dim=0).nonzero()
    first = int(places[0]) if len(places) else labels.shape[1] - 1
    return int(labels.shape[1]) - max(first - 1, 0)
