"""The warehouse from outside: dbt's project and its run, the log, the lock, publication."""
