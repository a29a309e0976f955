import re

from django.db import migrations

#: What stood between two listings, and in one between the exchange and the ticker.
BETWEEN = re.compile(r"\s*[,;|\n]\s*|\s+(?:/|and)\s+")
ONE = re.compile(r"(.*[^\s:])[\s:]+([A-Z0-9]+(?:[./-][A-Z0-9]+)*)")
CODE = re.compile(r"[A-Z0-9]{4}")
#: Exchanges that were named by something else than their code.
CODES = {"HKEX": "XHKG", "HKSE": "XHKG", "SEHK": "XHKG", "HONG KONG": "XHKG", "NYSE": "XNYS", "NASDAQ": "XNAS"}
CODES |= {"SHANGHAI": "XSHG", "SHENZHEN": "XSHE", "TOKYO": "XTKS", "LONDON": "XLON", "LSE": "XLON"}
LONGEST = 60


def read(text):
    """The exchange and ticker of each listing in a text; None in place of one that is not understood."""
    for part in filter(None, BETWEEN.split(text.strip())):
        found = ONE.fullmatch(part.upper())
        exchange = CODES.get(found[1], found[1]) if found else ""
        yield (exchange, found[2]) if CODE.fullmatch(exchange) and len(found[2]) <= 20 else None


def from_text(apps, schema_editor):
    """Make rows of the texts. Raises ValueError, before anything is lost, where one says something else."""
    company, listing = (apps.get_model("companies", name) for name in ("Company", "Listing"))
    rows, wrong = {}, []
    for pk, slug, text in company.objects.exclude(listing="").order_by("pk").values_list("pk", "slug", "listing"):
        read_of_it = list(dict.fromkeys(read(text)))
        if None in read_of_it or any(found in rows for found in read_of_it):
            wrong.append(f"{slug}: “{text}”")
        rows |= {found: pk for found in read_of_it}
    if wrong:
        raise ValueError(
            "Write listings as XHKG 9988, XNYS BABA, each for one company, and migrate again. Not understood: "
            + "; ".join(wrong)
        )
    listing.objects.bulk_create(
        listing(company_id=pk, exchange=exchange, ticker=ticker) for (exchange, ticker), pk in rows.items()
    )


def to_text(apps, schema_editor):
    """Write the listings that have no end back as texts, as many as there is room for."""
    company, listing = (apps.get_model("companies", name) for name in ("Company", "Listing"))
    texts = {}
    for row in listing.objects.filter(until=""):
        text = ", ".join(filter(None, [texts.get(row.company_id, ""), f"{row.exchange} {row.ticker}"]))
        if len(text) <= LONGEST:
            texts[row.company_id] = text
    for pk, text in texts.items():
        company.objects.filter(pk=pk).update(listing=text)
    listing.objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [
        ('companies', '0003_listings'),
    ]

    operations = [
        migrations.RunPython(from_text, to_text),
    ]
