"""Fixtures for every test: the fixed cast of people."""

pytest_plugins = ["tests.cast", "tests.history_flush"]
