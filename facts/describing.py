"""What the pages of facts and sources say to programs that read schema.org."""

import re
from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.db.models import F
from django.urls import reverse

from companies.jsonld import Thing, address, moment, newsroom, thing
from facts.beginnings import BegunOrOpen
from facts.models import Fact, Metric, Source
from prepared import Prepared
from readers.words import Words

#: Codes of UN/CEFACT's recommendation 20; currencies have those of ISO 4217.
UNIT_CODES = {"people": "IE", "percent": "P1", "count": "C62", "GB": "E34"}
#: So many metrics are named of the data set.
MANY = 100
_PLAIN = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")


def described(fact: Fact, title: str) -> Thing:
    """A page about an observation, for a fact that comes from `told`; its subject is named where it is public."""
    return thing(
        "WebPage",
        name=title,
        url=address(fact.get_absolute_url()),
        dateCreated=moment(fact.recorded_at),
        license=settings.SITE_LICENCE,
        publisher=newsroom(),
        citation=work(fact.source),
        mainEntity=_observation(fact, title),
    )


def _observation(fact: Fact, title: str) -> Thing:
    subject = thing("Thing", name=fact.subject.name, url=address(fact.subject.get_absolute_url()))
    metric = fact.metric
    return thing(
        "Observation",
        name=title,
        observationAbout=subject if fact.named else None,
        variableMeasured=thing("StatisticalVariable", name=metric.name, description=metric.definition),
        observationDate=_observed(fact),
        observationPeriod=fact.length,
        measurementMethod=fact.get_nature_display(),
        measurementQualifier=fact.told_apart,
        unitText=fact.unit,
        unitCode=UNIT_CODES.get(fact.unit) or (f"ISO4217:{fact.unit}" if metric.unit == "money" else ""),
        **_values(fact),
    )


def _values(fact: Fact) -> dict[str, int | float]:
    """The value, or the end of it that is known."""
    if fact.high is not None:
        return {"minValue": _number(fact.value), "maxValue": _number(fact.high)}
    ends = {Fact.Qualifier.OVER: "minValue", Fact.Qualifier.UNDER: "maxValue"}
    return {ends.get(Fact.Qualifier(fact.qualifier), "value"): _number(fact.value)}


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _observed(fact: Fact) -> str:
    """The time that it speaks of as ISO 8601 writes it; nothing where an end is open."""
    if _PLAIN.fullmatch(fact.as_of):
        return fact.as_of
    earliest, latest = fact.as_of_earliest, fact.as_of_latest
    return f"{earliest}/{latest}" if earliest and latest else ""


def work(source: Source) -> Thing:
    """A source, with its page here."""
    return thing(
        "CreativeWork",
        **{"@id": address(source.get_absolute_url())},
        name=source.title,
        url=source.url,
        archivedAt=source.archived_url,
        # A day alone: programs hold datePublished to be a moment with its offset.
        publication=thing("PublicationEvent", startDate=str(source.published)) if source.published else None,
        inLanguage=source.language,
        publisher=thing("Organization", name=source.publisher) if source.publisher else None,
        creativeWorkStatus="Withdrawn" if source.withdrawn_at else "",
    )


# Beginnings stand in an index; the last end would have to be sought in all, and the ledger goes on.
_begun = Prepared(
    lambda at: (
        Fact.objects.of_public_subjects(at)
        .order_by(BegunOrOpen("as_of_earliest"))
        .values(begun=F("as_of_earliest"))[:1]
    ),
    datetime,
)
_measured = Prepared(
    lambda at: (
        Metric.objects.having(Fact.objects.of_public_subjects(at)).order_by("name").values("name")[:MANY]
    ),
    datetime,
)


def ledger(title: Words, description: Words, at: datetime) -> Thing:
    """All facts as one data set, and where its files are. Two queries that stop where they have enough."""
    return thing(
        "Dataset",
        name=f"{settings.SITE_NAME}: {title.lower()}",
        description=description,
        url=address(reverse("facts:facts")),
        license=settings.SITE_LICENCE,
        creator=newsroom(),
        isAccessibleForFree=True,
        temporalCoverage="".join(f"{row['begun']}/.." for row in _begun(at) if row["begun"]),
        variableMeasured=[row["name"] for row in _measured(at)],
        distribution=[
            thing("DataDownload", encodingFormat="text/csv", contentUrl=address(reverse("facts:csv"))),
            thing("DataDownload", encodingFormat="application/json", contentUrl=address("/api/v1/facts/")),
            thing(
                "DataDownload",
                encodingFormat="application/x-ndjson",
                contentUrl=address("/api/v1/facts/?format=ndjson"),
            ),
        ],
    )
