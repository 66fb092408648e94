"""The settings of a site that fails when asked to."""

from esafe.settings import *  # noqa: F403

ROOT_URLCONF = "tests.crashing_urls"
