"""The published warehouse: building it, publishing it, opening it."""

from analysis.warehouse.open import connect, mart

__all__ = ["connect", "mart"]
