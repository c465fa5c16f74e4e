"""A small part of ``make faults``."""

from tests.faults import killed_builds, mutated_hand_ins, publications_under_readers


def test_mutated_hand_ins_are_read_or_refused() -> None:
    tried = mutated_hand_ins(300, seed=2)
    assert tried.lost == 0, tried


def test_readers_see_one_build_whole_while_another_is_published() -> None:
    tried = publications_under_readers(20, 100)
    assert tried.lost == 0, tried


def test_a_killed_build_leaves_the_old_one_or_the_new_one_whole() -> None:
    tried = killed_builds(3, seed=2)
    assert tried.lost == 0, tried
