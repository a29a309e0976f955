"""How many examples a law is tried on."""

from hypothesis import HealthCheck, settings


def slow(few: int) -> settings:
    """The settings of a law whose examples take long: that few in the suite, many where new ones are looked for."""
    examples = few if settings.get_current_profile_name() == "the same" else 20 * few
    return settings(max_examples=examples, suppress_health_check=[HealthCheck.too_slow])
