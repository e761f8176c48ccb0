"""Settings of the property tests."""

from hypothesis import HealthCheck, settings

# A machine that is busy with other things is not a failure.
settings.register_profile("keyhall", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("keyhall")
