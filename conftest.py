"""Fixtures for every test: the fixed cast of people, and how properties are searched."""

import os

import pytest
from django.utils import translation
from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.cast", "tests.history_flush"]

# A busy machine is no failure. The same examples each time, so that what passed here passes there;
# `HYPOTHESIS_PROFILE=exploring` looks for new ones.
settings.register_profile("exploring", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("steady", settings.get_profile("exploring"), derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


@pytest.fixture(autouse=True)
def in_the_language_of_the_house():
    """A page asked for in English leaves the process in English; no test begins with what another left."""
    translation.deactivate()
