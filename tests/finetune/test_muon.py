import copy

import pytest

torch = pytest.importorskip("torch", reason="PyTorch is not installed: make torch")

from finetune.muon import MuonWithAdamW  # noqa: E402


class Small(torch.nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.embed = torch.nn.Embedding(11, 8)
        self.inner = torch.nn.Linear(8, 8)
        self.lm_head = torch.nn.Linear(8, 11)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        return self.lm_head(torch.tanh(self.inner(self.embed(ids))))


def steps(model: Small, optimizer: torch.optim.Optimizer, count: int) -> None:
    ids = torch.arange(11)
    for _ in range(count):
        loss = torch.nn.functional.cross_entropy(model(ids), (ids + 1) % 11)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


@pytest.fixture
def model() -> Small:
    torch.manual_seed(3)
    return Small()


def test_matrices_go_as_muon_alone_would_move_them_and_the_rest_as_adamw(model):
    alone = copy.deepcopy(model)
    both = MuonWithAdamW(model, lr=0.01)
    muon = torch.optim.Muon([alone.inner.weight], lr=0.01, weight_decay=0.1, adjust_lr_fn="match_rms_adamw")
    rest = [each for name, each in alone.named_parameters() if name != "inner.weight"]
    adamw = torch.optim.AdamW(rest, lr=0.01, betas=(0.9, 0.95), weight_decay=0.01)
    ids = torch.arange(11)
    for _ in range(5):
        steps(model, both, 1)
        loss = torch.nn.functional.cross_entropy(alone(ids), (ids + 1) % 11)
        alone.zero_grad()
        loss.backward()
        muon.step()
        adamw.step()
    for (name, here), there in zip(model.named_parameters(), alone.parameters(), strict=True):
        assert torch.equal(here, there), name


def test_a_schedule_of_the_learning_rate_reaches_both(model):
    optimizer = MuonWithAdamW(model, lr=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: 0.0 if step else 1.0)
    steps(model, optimizer, 1)
    schedule.step()
    before = copy.deepcopy(model.state_dict())
    steps(model, optimizer, 1)
    assert all(torch.equal(before[name], each) for name, each in model.state_dict().items())


def test_what_is_saved_goes_on_as_if_it_had_never_stopped(model):
    optimizer = MuonWithAdamW(model, lr=0.01)
    steps(model, optimizer, 3)
    other = copy.deepcopy(model)
    again = MuonWithAdamW(other, lr=0.5)
    again.load_state_dict(copy.deepcopy(optimizer.state_dict()))
    steps(model, optimizer, 3)
    steps(other, again, 3)
    for (name, here), there in zip(model.named_parameters(), other.parameters(), strict=True):
        assert torch.equal(here, there), name


def test_frozen_weights_stay(model):
    model.embed.requires_grad_(False)
    before = model.embed.weight.clone()
    steps(model, MuonWithAdamW(model, lr=0.01), 2)
    assert torch.equal(before, model.embed.weight)
