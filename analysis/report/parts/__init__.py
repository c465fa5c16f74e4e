"""The parts of the evaluation report."""
