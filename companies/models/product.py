"""What companies run and people use."""

from typing import Any

from django.db import models

from companies.models.ai_model import ModelFamily
from companies.models.company import Company
from companies.models.record import Record


class Product(Record):
    """What a company runs and people use."""

    owner = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="products")
    what = models.CharField("what it is", max_length=80, blank=True, help_text="For example: assistant.")
    website = models.URLField(blank=True)
    powered_by: Any = models.ManyToManyField(ModelFamily, blank=True, related_name="products")
