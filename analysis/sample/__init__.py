"""Invented hand-ins of every form, marked 示例数据, to try and to test the whole way."""

from collections.abc import Sequence
from itertools import chain
from pathlib import Path

from analysis.base.places import Region, counties, is_below, own
from analysis.sample.forms import files_of
from analysis.sample.plan_forms import plan_files_of
from analysis.sample.world import World, invent
from analysis.sample.writing import write_file

__all__ = ["World", "invent", "write_sample"]


def write_sample(
    inbox: Path, years: Sequence[int], seed: int = 1, scale: int = 1, messy: bool = False
) -> int:
    """Write the hand-ins of an invented world into `inbox`, a folder a department,
    within one a county where the own region has counties.

    The same arguments give the same files, byte for byte and with the same modification times.

    Returns:
        The number of files written.
    """
    count = 0
    for place, folder in _reporting(inbox):
        world = invent(years, seed, scale, place)
        for file in chain(files_of(world, messy), plan_files_of(world, messy)):
            write_file(folder, file)
            count += 1
    return count


def _reporting(inbox: Path) -> list[tuple[Region, Path]]:
    """Who hands in, and where: the own region, or each county below it in a folder of its name."""
    below = [county for county in counties() if is_below(county.region_id, own().region_id)]
    return [(c, inbox / c.name_zh) for c in below] or [(own(), inbox)]
