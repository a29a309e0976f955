"""Sources, metrics and facts: figures that know where they come from and whether they still stand."""

from facts.models.decision import NoDispute, Preference
from facts.models.fact import Fact
from facts.models.metric import Metric, Scope
from facts.models.source import Source

__all__ = ["Fact", "Metric", "NoDispute", "Preference", "Scope", "Source"]
