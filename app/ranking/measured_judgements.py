"""Measured judgements as they are kept with a set of weights, so that its figures can be worked out again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from matching.learning.measured_needs import JudgedPair, MeasuredNeed
from models.ranking import RankingParameters


def to_json(measured: Sequence[MeasuredNeed]) -> list[dict[str, Any]]:
    """Return judged needs as plain lists and numbers."""
    return [
        {
            "need": need.need,
            "standard": need.half_score,
            "pairs": [[pair.capability, pair.grade, pair.blind, pair.fails, list(pair.values)] for pair in need.pairs],
        }
        for need in measured
    ]


def from_json(material: Mapping[str, Any]) -> list[MeasuredNeed]:
    """Return the judged needs kept under "measured"; none where nothing was judged."""
    return [
        MeasuredNeed(
            need=need["need"],
            half_score=need["standard"],
            pairs=tuple(
                JudgedPair(capability, grade, blind, fails, tuple(values))
                for capability, grade, blind, fails, values in need["pairs"]
            ),
        )
        for need in material.get("measured", ())
    ]


def measured_for(way: str, *rows: RankingParameters) -> list[MeasuredNeed]:
    """Return the judged needs of the first row that measured any for a way of fusing; each way has its own signals."""
    return next((from_json(row.material) for row in rows if row.learned_way == way and row.material), [])
