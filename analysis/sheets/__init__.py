"""Files as sheets of cells, and what one cell means."""
