"""Rank candidates one draw at a time, from the definitions."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction


def rank_shares(sums: Sequence[Sequence[float]], ranked: Sequence[Sequence[bool]]) -> list[list[Fraction]]:
    """Return in what share of draws each candidate holds each rank; equal sums share their ranks evenly."""
    n = len(sums[0])
    table = [[Fraction(0)] * n for _ in range(n)]
    for row, allowed in zip(sums, ranked, strict=True):
        standing = sorted({row[i] for i in range(n) if allowed[i]}, reverse=True)
        place = 0
        for value in standing:
            tied = [i for i in range(n) if allowed[i] and row[i] == value]
            for i in tied:
                for r in range(place, place + len(tied)):
                    table[i][r] += Fraction(1, len(tied) * len(sums))
            place += len(tied)
    return table


def above_shares(sums: Sequence[Sequence[float]], ranked: Sequence[Sequence[bool]]) -> list[list[Fraction]]:
    """Return in what share of draws one stands above another; equal sums count half, two not ranked not at all."""
    n = len(sums[0])
    table = [[Fraction(0)] * n for _ in range(n)]
    for row, allowed in zip(sums, ranked, strict=True):
        for i in range(n):
            for j in range(n):
                if i == j or not allowed[i]:
                    continue
                if not allowed[j] or row[i] > row[j]:
                    table[i][j] += Fraction(1, len(sums))
                elif row[i] == row[j]:
                    table[i][j] += Fraction(1, 2 * len(sums))
    return table


def first_with(
    sums: Sequence[Sequence[float]], ranked: Sequence[Sequence[bool]], own: Sequence[float], i: int
) -> float:
    """Return in what share of draws one candidate would be first with other sums of its own."""
    total = 0.0
    for row, allowed, value in zip(sums, ranked, own, strict=True):
        others = [row[j] for j in range(len(row)) if j != i and allowed[j]]
        if all(value >= other for other in others):
            total += 1 / (1 + others.count(value))
    return total / len(sums)
