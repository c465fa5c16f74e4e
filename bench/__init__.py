"""What the warehouse's steps cost beside what a user would otherwise do; run by ``make bench``."""
