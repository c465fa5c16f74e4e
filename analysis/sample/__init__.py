"""Invented hand-ins of every form, marked 示例数据, to try and to test the whole way."""

from collections.abc import Iterable
from itertools import chain
from pathlib import Path

from analysis.sample.files import write_hand_in
from analysis.sample.forms import hand_ins_of
from analysis.sample.plan_forms import plan_hand_ins_of
from analysis.sample.world import World, invent

__all__ = ["World", "invent", "write_sample"]


def write_sample(
    inbox: Path, years: Iterable[int], seed: int = 1, scale: int = 1, messy: bool = False
) -> int:
    """Write the hand-ins of an invented world into `inbox`, a folder a department.

    The same arguments give the same files, byte for byte and with the same modification times.

    Returns:
        The number of files written.
    """
    world = invent(years, seed, scale)
    count = 0
    for hand_in in chain(hand_ins_of(world, messy), plan_hand_ins_of(world, messy)):
        write_hand_in(inbox, hand_in)
        count += 1
    return count
