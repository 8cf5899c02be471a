"""The numbers that judged pairs have taught the engine: weights, calibration, bounds of the strength words."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from matching.features.artefacts import DATA
from matching.results import Strength

PATH: Final = DATA / "parameters.json"


@dataclass(frozen=True, slots=True)
class Fusion:
    """How signals become one score and a probability.

    `weights` by signal: those that speak for a pair add up to one, those that speak against it are below zero. A score
    lies in [0, 1), see `fusion.amounts`. The chance of "worth an
    introduction" is 1 / (1 + exp(-(slope × log odds of the score + intercept))). `cut_off` is the score under which
    nothing is called suitable.
    """

    weights: Mapping[str, float]
    slope: float
    intercept: float
    cut_off: float


@dataclass(frozen=True, slots=True)
class Parameters:
    """Two ways of fusing, with and without an encoder, and the probability from which a match is strong or good.

    Below that it is possible, and under the cut-off weak.
    """

    version: str
    with_encoder: Fusion
    without_encoder: Fusion
    strengths: Mapping[Strength, float]

    def way(self, name: str) -> Fusion:
        """Return one of the two ways of fusing, "with_encoder" or "without_encoder"."""
        return self.with_encoder if name == "with_encoder" else self.without_encoder


def from_json(content: Mapping[str, Any]) -> Parameters:
    """Make parameters of a mapping of the file's form; raises KeyError or ValueError when something is missing."""
    with_encoder, without_encoder = (
        Fusion(
            weights={str(name): float(weight) for name, weight in content[way]["weights"].items()},
            slope=float(content[way]["slope"]),
            intercept=float(content[way]["intercept"]),
            cut_off=float(content[way]["cut_off"]),
        )
        for way in ("with_encoder", "without_encoder")
    )
    strengths = {Strength(word): float(bound) for word, bound in content["strengths"].items()}
    return Parameters(str(content["version"]), with_encoder, without_encoder, strengths)


def to_json(parameters: Parameters) -> dict[str, Any]:
    """Return the file's form of parameters."""
    ways = {"with_encoder": parameters.with_encoder, "without_encoder": parameters.without_encoder}
    return {
        "version": parameters.version,
        **{
            way: {
                "weights": dict(fusion.weights),
                "slope": fusion.slope,
                "intercept": fusion.intercept,
                "cut_off": fusion.cut_off,
            }
            for way, fusion in ways.items()
        },
        "strengths": {str(word): bound for word, bound in parameters.strengths.items()},
    }


@cache
def load(path: Path = PATH) -> Parameters:
    """Read the shipped parameters; once per process."""
    return from_json(json.loads(path.read_text("utf-8")))


def fits(parameters: Parameters) -> bool:
    """Tell whether weights speak of the signals that the engine has today."""
    ours = load()
    return all(
        fusion.weights.keys() == today.weights.keys()
        for fusion, today in (
            (parameters.with_encoder, ours.with_encoder),
            (parameters.without_encoder, ours.without_encoder),
        )
    )


def digest(parameters: Parameters) -> str:
    """Return twelve signs that differ whenever any weight, calibration, cut-off or bound does."""
    content = to_json(parameters) | {"version": ""}
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:12]


@cache
def shipped_figures(path: Path = PATH) -> Mapping[str, Any]:
    """Return the figures that the shipped weights reached when they were learned, by way, then "odd" and "even"."""
    figures: dict[str, Any] = json.loads(path.read_text("utf-8")).get("figures", {})
    return figures
