"""A seeded handful of planted packs (`tests/truth`): every figure is right or told."""

from tests.truth.plan import plan_folder
from tests.truth.run import Outcome, try_folder

SEED = 12


def test_planted_figures_are_right_or_told() -> None:
    outcome = Outcome()
    for folder in (1, 2):
        outcome.add(try_folder(SEED, folder, 7))
    assert outcome.packs == 14
    assert not outcome.faults, "\n".join(outcome.faults)
    # a judge that calls nothing right, or nothing told, would prove nothing
    assert outcome.figures["right"] > 10 * outcome.figures["told"] > 0


def test_the_same_seed_plans_the_same_damages() -> None:
    first, second = (plan_folder(SEED, 3, 7) for _ in range(2))
    assert [pack.done for pack in first] == [pack.done for pack in second]
    assert [p.name for pack in first for p in pack.papers] == [
        p.name for pack in second for p in pack.papers
    ]
