"""From files as handed in to raw parquet and the register of hand-ins."""
