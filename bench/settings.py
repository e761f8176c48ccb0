"""The site's settings with the bare view added; everything else as it is served."""

from idp.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
