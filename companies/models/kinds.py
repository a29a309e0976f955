"""The kinds of record by their classes."""

from companies.models.ai_model import AIModel, ModelFamily
from companies.models.company import Company
from companies.models.market import Market
from companies.models.product import Product
from companies.models.record import Record

KINDS: dict[type[Record], str] = {
    Company: Record.Kind.COMPANY,
    Product: Record.Kind.PRODUCT,
    ModelFamily: Record.Kind.FAMILY,
    AIModel: Record.Kind.MODEL,
    Market: Record.Kind.MARKET,
}
