"""What of a hand-in may be seen outside the archive."""
