"""Intake: made-up files of every kind, broken ones, kills and full disks; see `python -m benchmarks.intake --help`."""
