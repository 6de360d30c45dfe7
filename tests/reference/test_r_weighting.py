"""Weights, and what they cost, are those of R."""

import numpy as np
import pytest

from polls.analysis.weighting.outcome import WeightEffect, weight_effect
from polls.analysis.weighting.raking import rake
from tests.reference.cases import SAMPLES, Case, Topic, agree
from tests.reference.samples import Numbers, Sample, margins_of, sample, weights_of_r

pytestmark = pytest.mark.pure

weighting = Topic("weighting")


def weights_by_name(data: Sample, name: str) -> Numbers:
    code = name.removeprefix("des_")
    if code in {"pw", "base", "w_base"}:
        return data.numbers("pw" if code == "pw" else "w_base")
    return data.design("rake" if code == "w_rake" else code).weights


def described(effect: WeightEffect) -> list[float]:
    return [effect.n, effect.total, effect.squares, effect.effective, effect.design_effect]


@weighting.kind("weights")
def effect_of_weights(data: Sample, case: Case) -> None:
    name = case["id"].split(".")[1]
    effect = weight_effect(weights_by_name(data, name))
    found = [*described(effect), effect.smallest, effect.largest, effect.variation][: len(case["result"])]
    agree(found, case["result"])


@weighting.kind("kish")
def effect_of_weights_by_segment(data: Sample, case: Case) -> None:
    weights, (groups, names) = weights_by_name(data, case["args"]["weight"]), data.factor(case["args"]["segment"])
    effects = [described(weight_effect(weights[groups == place])) for place in range(len(names))]
    agree(np.transpose(effects), case["result"])


@pytest.mark.parametrize(("topic", "dataset", "kind"), weighting.parameters)
def test_all_cases(topic: Topic, dataset: str, kind: str) -> None:
    topic.verify(dataset, kind)


@pytest.mark.parametrize("dataset", SAMPLES)
def test_every_weight(dataset: str) -> None:
    for name, expected in weights_of_r(dataset).items():
        agree(weights_by_name(sample(dataset), name), expected.tolist())


@pytest.mark.parametrize("dataset", ["poll_a", "poll_b"])
def test_raking_reports_how_it_went(dataset: str) -> None:
    data = sample(dataset)
    outcome = rake(margins_of(data), data.numbers("w_base"))
    assert outcome.converged
    assert 1 < outcome.rounds <= 200
    assert outcome.deviation <= 1e-10
    assert outcome.contradicting == ()
