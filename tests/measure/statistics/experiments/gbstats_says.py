"""Run by the Python of another environment, which has gbstats: cases in, its figures out."""

import json
import sys

from gbstats.frequentist.tests import (
    FrequentistConfig,
    SequentialConfig,
    SequentialTwoSidedTTest,
    TwoSidedTTest,
)
from gbstats.models.statistics import (
    ProportionStatistic,
    RatioStatistic,
    SampleMeanStatistic,
)


def mean(arm):
    return SampleMeanStatistic(n=arm["n"], sum=arm["y"], sum_squares=arm["yy"])


def statistics(kind, arms):
    """Control first, as gbstats has it."""
    if kind == "share":
        return [ProportionStatistic(n=arm["n"], sum=arm["y"]) for arm in arms]
    if kind == "ratio":
        return [
            RatioStatistic(
                n=arm["n"],
                m_statistic=mean(arm),
                d_statistic=SampleMeanStatistic(n=arm["n"], sum=arm["x"], sum_squares=arm["xx"]),
                m_d_sum_of_products=arm["xy"],
            )
            for arm in arms
        ]
    return [mean(arm) for arm in arms]


def answer(case):
    """Return effect, error, p and interval."""
    control, treatment = statistics(case["kind"], [case["control"], case["treatment"]])
    if case["sequential"]:
        config = SequentialConfig(
            difference_type=case["difference"],
            sequential_tuning_parameter=case["sequential"],
        )
        test = SequentialTwoSidedTTest(control, treatment, config)
    else:
        config = FrequentistConfig(difference_type=case["difference"])
        test = TwoSidedTTest(control, treatment, config)
    found = test.compute_result()
    return [found.expected, found.uplift.stddev, found.p_value, *found.ci]


if __name__ == "__main__":
    json.dump([answer(case) for case in json.load(sys.stdin)], sys.stdout)
