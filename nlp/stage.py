"""How scores become a decision: a calibration with the thresholds chosen for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from bot.domain.request import RequestType
from nlp.calibration import Calibration
from nlp.decision import Thresholds


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One way to decide: by the first stage alone, or by both together."""

    calibration: Calibration
    thresholds: Thresholds

    def as_json(self) -> dict[str, Any]:
        """What `decision.json` holds for this stage."""
        labels = {label.value: value for label, value in self.thresholds.labels.items()}
        thresholds = {"none": self.thresholds.none, "sure": self.thresholds.sure, "labels": labels}
        return {"calibration": self.calibration.as_json(), "thresholds": thresholds}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Read what `as_json` wrote."""
        edges = stored["thresholds"]
        labels = {RequestType(label): float(value) for label, value in edges["labels"].items()}
        thresholds = Thresholds(none=float(edges["none"]), sure=float(edges["sure"]), labels=labels)
        return cls(calibration=Calibration.from_json(stored["calibration"]), thresholds=thresholds)
