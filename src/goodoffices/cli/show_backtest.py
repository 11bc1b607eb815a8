"""The backtest in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table

from goodoffices.cli.show import console, counted

if TYPE_CHECKING:
    from goodoffices.brokers import Backtest
    from goodoffices.brokers.alternatives import FloatArray
    from goodoffices.brokers.backtest_result import Group

__all__ = ["show_backtest"]

_NAMES = {
    "model": "precedent model",
    "p5": "permanent five",
    "cinc": "CINC",
    "past_frequency": "past frequency",
    "us_then_nearest": "US, then nearest",
}
_VERDICTS = {"better": "+", "worse": "−", "not distinguishable": "="}


def show_backtest(found: Backtest) -> None:
    """Show how the model did beside simple rules, where it is better, and where it is not."""
    from goodoffices.brokers.metrics import MEASURES

    console.print(
        f"[bold]{found.from_year} to {found.to_year}[/bold]: {counted(len(found.all.crises), 'crisis', 'crises')} with "
        f"two or more actors, each predicted from the years before it; bootstrap by crisis, seed {found.seed}"
    )
    table = _grid("Means with 95 % intervals")
    for who, mean in found.all.means.items():
        cells = [_beside(mean[:, k], "") for k in range(len(MEASURES))]
        table.add_row(_NAMES[who], *cells)
    console.print(table)
    table = _grid("The model less each rule, on the same crises")
    for rule, less in found.all.differences.items():
        verdicts = found.beats(rule)
        cells = [_beside(less[:, k], "+", f" {_VERDICTS[verdicts[name]]}") for k, name in enumerate(MEASURES)]
        table.add_row(_NAMES[rule], *cells)
    console.print(table)
    console.print("+ better, − worse, = not distinguishable: the interval of the difference holds zero", style="dim")
    _part("Where the US did not mediate (selected on the outcome: a diagnostic)", found.without_us)
    _part("Crises with one actor, apart from the others", found.one_actor)
    _calibration(found)
    for one in found.left:
        console.print(f"left out: {one.name} ({one.year}): {one.why}", soft_wrap=True)


def _grid(title: str) -> Table:
    from goodoffices.brokers.metrics import MEASURES

    console.print(title, style="bold")
    table = Table()
    table.add_column("")
    for name in MEASURES:
        table.add_column(name, justify="right")
    return table


def _beside(mean: FloatArray, sign: str, mark: str = "") -> str:
    """Write a mean above its interval, short enough for five measures on a line of 80 characters."""
    value, low, high = (float(one) for one in mean)
    to = "…" if sign else "–"  # beside a sign a dash could be read as one
    return f"{_point(value, sign, 3)}{mark}\n{_point(low, sign, 2)}{to}{_point(high, sign, 2)}"


def _point(value: float, sign: str, digits: int) -> str:
    return f"{value:{sign}.{digits}f}".replace("0.", ".", 1) if abs(value) < 1 else f"{value:{sign}.{digits}f}"


def _part(title: str, group: Group) -> None:
    from goodoffices.brokers.metrics import MEASURES

    if not group.crises:
        console.print(f"{title}: none")
        return
    table = _grid(f"{title}: {counted(len(group.crises), 'crisis', 'crises')}")
    for who, mean in group.means.items():
        table.add_row(_NAMES[who], *(_point(float(mean[0, k]), "", 3) for k in range(len(MEASURES))))
    console.print(table)


def _calibration(found: Backtest) -> None:
    console.print("Calibration: shares given, and choices had", style="bold")
    table = Table()
    for name in ("share given", "candidates", "mean given", "had", "95 %"):
        table.add_column(name, justify="right")
    for one in found.calibration:
        span, interval = f"{one.low:g} to {one.high:g}", f"{one.observed_low:.4f} to {one.observed_high:.4f}"
        table.add_row(span, f"{one.candidates:,}", f"{one.predicted:.4f}", f"{one.observed:.4f}", interval)
    console.print(table)
