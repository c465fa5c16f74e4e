"""Settings, files, processes and places: what every room may use."""
