"""A file by its layout: bytes become rows, and every row is accounted for."""
