"""The published warehouse: building it, publishing it, opening it."""

from analysis.warehouse.open import build_of, connect, mart

__all__ = ["build_of", "connect", "mart"]
