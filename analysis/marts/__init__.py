"""What is published, and what readers of every kind need of it: its rows, their words, their trace."""

from analysis.marts.contents import columns, tables
from analysis.marts.labels import labelled
from analysis.marts.open import build_of, connect, mart
from analysis.marts.showing import show_whole
from analysis.marts.snapshot import Snapshot

__all__ = ["Snapshot", "build_of", "columns", "connect", "labelled", "mart", "tables"]

show_whole()
