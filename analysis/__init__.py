"""City-safety indicator warehouse."""
