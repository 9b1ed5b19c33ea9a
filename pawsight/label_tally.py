"""Labels told beside true ones: who is taken for whom, precision, recall and F1."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class LabelTally:
    """Counts pairs. confusion: how often (true label, told label) came."""

    confusion: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, truth: str, told: str) -> None:
        """One more answer."""
        self.confusion[truth, told] += 1

    @property
    def accuracy(self) -> float:
        """The share of right answers, 0..1; 0 without any."""
        total = self.confusion.total()
        right = sum(count for (truth, told), count in self.confusion.items() if truth == told)
        return right / total if total else 0.0

    def f1(self) -> dict[str, float]:
        """Of each true label: the harmonic mean of precision and recall."""
        scores = {}
        for label in sorted({truth for truth, _ in self.confusion}):
            right = self.confusion[label, label]
            there = sum(count for (truth, _), count in self.confusion.items() if truth == label)
            said = sum(count for (_, told), count in self.confusion.items() if told == label)
            scores[label] = 2 * right / (there + said)
        return scores

    def macro_f1(self) -> float:
        """The mean over the true labels, each counting alike, however rare; 0 without any."""
        scores = self.f1()
        return sum(scores.values()) / len(scores) if scores else 0.0

    def table(self) -> dict[str, dict[str, int]]:
        """The confusion by true label, as JSON has it."""
        rows: dict[str, dict[str, int]] = {}
        for (truth, told), count in sorted(self.confusion.items()):
            rows.setdefault(truth, {})[told] = count
        return rows
