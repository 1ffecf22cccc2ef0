"""The solver, in a process of its own: `python -m tinhso.operations.index.domain.solver < problem.json`.

It is started for one question and ends, so that no web server carries it. HiGHS proves by its bound how much better
any other choice could be.
"""

import json
import sys
from typing import Any

import highspy

MILLION = 1_000_000
CHEAPER = 1e-6
"""Of two choices with the same points the cheaper one: so little counts a million đồng."""


def solve(problem: dict[str, Any]) -> list[dict[str, Any]]:
    """The best choice for each budget: `chosen` (places in the list), `points`, `bound` (no choice brings more)."""
    return [_best(problem, budget) for budget in problem["budgets"]]


def _best(problem: dict[str, Any], budget: int) -> dict[str, Any]:
    measures, rooms = problem["measures"], problem["rooms"]
    make: Any = highspy.Highs
    model = make()
    model.silent()
    model.setOptionValue("mip_rel_gap", 0.0)
    model.setOptionValue("threads", 1)
    model.setOptionValue("time_limit", float(problem["seconds"]))
    chosen = [model.addBinary() for _one in measures]
    gained = {code: model.addVariable(lb=0, ub=room) for code, room in rooms.items()}
    _bind(model, measures, chosen, gained, budget)
    wish = sum(gained.values()) - sum(
        CHEAPER * one["cost"] / MILLION * x for one, x in zip(measures, chosen, strict=True)
    )
    model.maximize(wish)
    info, values = model.getInfo(), model.getSolution().col_value
    taken = [place for place in range(len(measures)) if values[place] > 0.5]
    points = sum(values[len(measures) :])
    cost = sum(CHEAPER * measures[place]["cost"] / MILLION for place in taken)
    return {"chosen": taken, "points": points, "bound": max(points, info.mip_dual_bound + cost)}


def _bind(model: Any, measures: list[dict[str, Any]], chosen: list[Any], gained: dict[str, Any], budget: int) -> None:
    """No more than the budget, than a component has room for, than one of those that exclude each other."""
    model.addConstr(sum(one["cost"] / MILLION * x for one, x in zip(measures, chosen, strict=True)) <= budget / MILLION)
    for code, gain in gained.items():
        brought = [one["effects"][code] * x for one, x in zip(measures, chosen, strict=True) if code in one["effects"]]
        model.addConstr(gain - sum(brought) <= 0)
    for name in {one["either"] for one in measures if one["either"]}:
        model.addConstr(sum(x for one, x in zip(measures, chosen, strict=True) if one["either"] == name) <= 1)
    for one, x in zip(measures, chosen, strict=True):
        if one["needs"] is not None:
            model.addConstr(x - chosen[one["needs"]] <= 0)


if __name__ == "__main__":
    json.dump(solve(json.load(sys.stdin)), sys.stdout)
