"""City-safety indicator warehouse of 达拉特旗."""
