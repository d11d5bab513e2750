"""Run by the Python of another environment, which has tea-tasting: sums in, its figures out."""

import json
import sys

import tea_tasting
from tea_tasting.aggr import Aggregates


def aggregates(arm):
    """Turn sums into the means and covariances that tea-tasting takes."""
    n = arm["n"]
    mean = {"y": arm["y"] / n, "x": arm["x"] / n}

    def covariance(total, a, b):
        return (total - n * mean[a] * mean[b]) / (n - 1)

    return Aggregates(
        count_=n,
        mean_=mean,
        var_={"y": covariance(arm["yy"], "y", "y"), "x": covariance(arm["xx"], "x", "x")},
        cov_={("x", "y"): covariance(arm["xy"], "x", "y")},
    )


def answer(case):
    """Return effect, error, p and interval."""
    metric = tea_tasting.Mean("y")
    if case["kind"] == "ratio":
        metric = tea_tasting.RatioOfMeans("y", "x")
    found = metric.analyze_aggregates(aggregates(case["control"]), aggregates(case["treatment"]))
    low, high = found.effect_size_ci_lower, found.effect_size_ci_upper
    return [found.effect_size, found.effect_size / found.statistic, found.pvalue, low, high]


if __name__ == "__main__":
    json.dump([answer(case) for case in json.load(sys.stdin)], sys.stdout)
