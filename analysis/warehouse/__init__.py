"""The published warehouse: building it, publishing it, opening it."""

from analysis.warehouse.open import build_of, connect, mart
from analysis.warehouse.snapshot import Snapshot

__all__ = ["Snapshot", "build_of", "connect", "mart"]
