"""A generator of truth: small worlds are planted, written down by all forms, damaged as offices damage
them, built and judged: each published figure is right, or told to be doubtful, or wrong in silence.

``python -m tests.truth --packs 30 --seed 1``; modules: `world` (what truly happened), `papers` (as it is
handed in), `write` (the files), `damage` and `damages_*` (what offices do), `judge`, `people`, `run`.
"""
