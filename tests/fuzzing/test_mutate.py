"""In: damaged inputs of every kind. Out: a report or a reason for each; no crash, no hang, nothing lost."""

from __future__ import annotations

from tests.fuzzing.mutate import SAMPLES, mutations, seeds, trials

NUMBER, SEED = 400, 20261123
"""`python -m tests.fuzzing.mutate` makes as many more as are wanted."""


def test_damaged_inputs_are_read_or_set_aside() -> None:
    """None meets a fault of ours, takes too long, or gives nothing."""
    found = list(trials(NUMBER, seed=SEED))
    assert len(found) == NUMBER
    assert not [(each.name, each.fault) for each in found if each.fault]


def test_the_damage_is_real_and_of_every_kind() -> None:
    """Hardly an input is a sample as it was, each kind is there, and a seed gives the same ones again."""
    made = list(mutations(NUMBER, seed=SEED))
    whole = {data for _, data in seeds()}
    assert sum(data not in whole for _, data in made) > 0.95 * NUMBER
    assert {suffix for suffix, _ in made} == {suffix for suffix, _ in seeds()}
    assert {path.suffix for path in SAMPLES.rglob("*.*")} <= {suffix for suffix, _ in made}
    assert made[:20] == list(mutations(20, seed=SEED))
