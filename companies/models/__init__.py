"""Records: companies, products, markets, model families, models, names, listings, ownership, releases."""

from companies.models.ai_model import AIModel, ModelFamily, ReleaseClaim
from companies.models.claimed import CLAIMED
from companies.models.company import Company, Listing, Ownership
from companies.models.kinds import KINDS
from companies.models.market import Market
from companies.models.product import Product
from companies.models.record import Alias, Record, address, ascii_slug
from companies.models.value_source import SOURCED, ValueSource

__all__ = [
    "CLAIMED",
    "KINDS",
    "SOURCED",
    "AIModel",
    "Alias",
    "Company",
    "Listing",
    "Market",
    "ModelFamily",
    "Ownership",
    "Product",
    "Record",
    "ReleaseClaim",
    "ValueSource",
    "address",
    "ascii_slug",
]
