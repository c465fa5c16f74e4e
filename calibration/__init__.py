"""How often the project's conclusions are right, on invented counties of which the truth is known; run by
``make calibration``."""
