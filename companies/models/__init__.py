"""Records: companies, products, markets, model families, models, their other names, ownership and releases."""

from companies.models.ai_model import AIModel, ModelFamily, ReleaseClaim
from companies.models.company import Company, Ownership
from companies.models.kinds import KINDS
from companies.models.market import Market
from companies.models.product import Product
from companies.models.record import Alias, Record, address, ascii_slug

__all__ = [
    "KINDS",
    "AIModel",
    "Alias",
    "Company",
    "Market",
    "ModelFamily",
    "Ownership",
    "Product",
    "Record",
    "ReleaseClaim",
    "address",
    "ascii_slug",
]
