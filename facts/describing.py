"""What the page of a fact says of it to programs that read schema.org."""

from typing import Any

from companies.jsonld import Thing, address, moment, thing


def described(fact: Any, title: str) -> Thing:
    """A page about an observation; its subject is named where it is public (`fact.named`)."""
    subject = thing("Thing", name=fact.subject.name, url=address(fact.subject.get_absolute_url()))
    observation = thing(
        "Observation",
        name=title,
        observationAbout=subject if fact.named else None,
        measuredProperty=thing("Property", name=fact.metric.name),
        observationDate=fact.as_of,
        value=float(fact.value) if fact.high is None else None,
        minValue=float(fact.value) if fact.high is not None else None,
        maxValue=float(fact.high) if fact.high is not None else None,
        unitText=fact.unit,
        measurementMethod=fact.get_nature_display(),
    )
    return thing(
        "WebPage",
        name=title,
        url=address(fact.get_absolute_url()),
        dateCreated=moment(fact.recorded_at),
        mainEntity=observation,
    )
