"""What the constraint did and what it cost."""

from dataclasses import dataclass, field
from statistics import median


@dataclass
class Usage:
    steps: int = 0
    """Rows times tokens."""
    constrained: int = 0
    dead_ends: int = 0
    """Steps at which no token led to a name, so that all were left."""
    seconds: float = 0.0
    times: list[float] = field(default_factory=list)
    """Seconds of each constrained step."""

    @property
    def median_ms(self) -> float:
        return 1000 * median(self.times) if self.times else 0.0
