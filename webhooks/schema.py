"""What a message looks like, for the API's schema: OpenAPI 3.1 has a place for what is sent to others."""

from typing import Any

from drf_spectacular.utils import OpenApiWebhook

from webhooks.events import TEST, Event

Schema = dict[str, Any]


def _object(about: str, required: Schema, optional: Schema | None = None) -> Schema:
    """An object that may have more: receivers ignore what they do not know."""
    return {
        "type": "object",
        "description": about,
        "required": list(required),
        "properties": required | (optional or {}),
    }


def _text(about: str, **more: Any) -> Schema:
    return {"type": "string", "description": about} | more


def _or_null(schema: Schema) -> Schema:
    return schema | {"type": [schema["type"], "null"]}


PLACE: Schema = {
    "type": _text("article, question, fact, company, product, family, model or market."),
    "id": {"type": "integer"},
    "url": _or_null(_text("Its page.", format="uri")),
    "self": _or_null(_text("Its address in the API.", format="uri")),
}
CORRECTION = _object(
    "What was wrong and what is right; null where readers see it nowhere any more.",
    {
        "id": {"type": "integer"},
        "url": _text("Its page.", format="uri"),
        "self": _text("Its address in the API.", format="uri"),
        "wrong": _text("What was wrong."),
        "right": _text("What is right."),
        "touches": {"type": "array", "items": _object("What it stands on and readers see.", PLACE)},
        "others": {"type": "integer", "description": "How many more it stands on."},
    },
)
CHANGE = _object(
    "What happened to what.",
    PLACE
    | {
        "title": _or_null(_text("As it was called; null where readers do not see that any more.")),
        "note": _or_null(_text("What readers were told of the change; null where they are not any more.")),
        "change": {"type": "integer", "description": "The number of the change in our log."},
    },
    {
        "minor": {"type": "boolean", "description": "Of edition.updated: whether readers were not told."},
        "correction": _or_null(CORRECTION),
    },
)
BODY = _object(
    "A message.",
    {
        "type": _text("What happened.", enum=[*Event.values, TEST]),
        "timestamp": _text("When it happened.", format="date-time"),
        "data": {"anyOf": [CHANGE, _object("Of a test.", {"note": _text("That nothing happened.")})]},
    },
)
HEADERS = {
    "webhook-id": "The same whenever this message comes.",
    "webhook-timestamp": "When it is sent, in seconds since 1970.",
    "webhook-signature": "Signatures of Standard Webhooks with a space between: v1, a comma, HMAC-SHA256 in base64.",
}

MESSAGE = OpenApiWebhook(
    name="message",
    decorator={
        "post": {
            "operationId": "receive",
            "security": [],  # of tokens: receivers look at the signature
            "summary": "What we send to receivers of webhooks",
            "description": "Signed as Standard Webhooks says, and sent until it arrives.",
            "parameters": [
                {
                    "name": name,
                    "in": "header",
                    "required": True,
                    "description": about,
                    "schema": {"type": "string"},
                }
                for name, about in HEADERS.items()
            ],
            "requestBody": {"required": True, "content": {"application/json": {"schema": BODY}}},
            "responses": {
                "2XX": {"description": "It has arrived."},
                "410": {"description": "Send nothing any more."},
                "default": {"description": "Send it again later."},
            },
        }
    },
)
