"""`make examples`: ask every operation of the API of the demonstration, and keep what was sent and answered.

Runs on a database of its own. What is kept is short: one of many, and long texts cut.
"""

import json
import os
import re
import tempfile
from datetime import timedelta
from typing import Any

DATA = tempfile.TemporaryDirectory(prefix="aiwatch-examples-")
os.environ |= {"AIWATCH_DATA_DIR": DATA.name, "AIWATCH_DATABASE_URL": "", "AIWATCH_CACHE_URL": ""}

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from aiwatch.described import schema  # noqa: E402
from api import tokens  # noqa: E402
from api.models import Token  # noqa: E402

EXAMPLES = settings.BASE_DIR / "api" / "examples.json"
STAFF = "/api/v1/staff/"
#: Longer texts are cut, but for addresses, which would lead nowhere.
LONGEST = 160

Step = tuple[str, str, str, dict[str, Any]]

#: What is written, in the order in which one does it: the operation, its method and address, what is sent. A word in
#: braces stands for the id of what that list's step before made.
STEPS: list[Step] = [
    (
        "questions_create",
        "post",
        "/api/v1/questions/",
        {"text": "Which of these models run without a network?"},
    ),
    ("questions_votes_create", "post", "/api/v1/questions/{open}/votes/", {}),
    (
        "questions_subscribers_create",
        "post",
        "/api/v1/questions/{open}/subscribers/",
        {"email": "reader@example.org"},
    ),
    (
        "newsletter_create",
        "post",
        "/api/v1/newsletter/",
        {"email": "reader@example.org", "follows": [{"about": "topic", "id": "{topic}"}]},
    ),
    (
        "staff_sources_create",
        "post",
        f"{STAFF}sources/",
        {"title": "Third quarter", "publisher": "Lanternfish"},
    ),
    ("staff_sources_partial_update", "patch", f"{STAFF}sources/{{sources}}/", {"language": "en"}),
    (
        "staff_companies_create",
        "post",
        f"{STAFF}companies/",
        {"name": "Lantern Cloud", "slug": "lantern-cloud"},
    ),
    ("staff_companies_partial_update", "patch", f"{STAFF}companies/{{companies}}/", {"sort": "cloud"}),
    (
        "staff_products_create",
        "post",
        f"{STAFF}products/",
        {"name": "Lantern Talk", "slug": "lantern-talk", "owner": "{companies}"},
    ),
    ("staff_products_partial_update", "patch", f"{STAFF}products/{{products}}/", {"what": "An assistant."}),
    (
        "staff_families_create",
        "post",
        f"{STAFF}families/",
        {"name": "Lantern", "slug": "lantern-family", "developer": "{companies}"},
    ),
    (
        "staff_families_partial_update",
        "patch",
        f"{STAFF}families/{{families}}/",
        {"what": "Language models."},
    ),
    (
        "staff_models_create",
        "post",
        f"{STAFF}models/",
        {"name": "Lantern 9", "slug": "lantern-9", "developer": "{companies}"},
    ),
    ("staff_models_partial_update", "patch", f"{STAFF}models/{{models}}/", {"openness": "open-weights"}),
    (
        "staff_markets_create",
        "post",
        f"{STAFF}markets/",
        {"name": "Rented lanterns", "slug": "rented-lanterns"},
    ),
    ("staff_markets_partial_update", "patch", f"{STAFF}markets/{{markets}}/", {"country": "CN"}),
    (
        "staff_claims_create",
        "post",
        f"{STAFF}claims/",
        {
            **{
                "model": "{models}",
                "status": "announced",
                "window": "2027-01",
                "window_words": "in January 2027",
            },
            **{
                "claimed_by": "Lantern Cloud",
                "claimed_on": "2026-11-20",
                "source": "https://example.org/lantern-9",
            },
        },
    ),
    (
        "staff_facts_create",
        "post",
        f"{STAFF}facts/",
        {
            **{"subject": "{companies}", "metric": "{metric}", "value": "4200000", "as_of": "2026-09"},
            **{"nature": "claimed", "source": "{sources}", "quotation": "4.2 million"},
        },
    ),
    ("staff_facts_partial_update", "patch", f"{STAFF}facts/{{facts}}/", {"qualifier": "about"}),
    (
        "staff_facts_supersede_create",
        "post",
        f"{STAFF}facts/{{facts}}/supersede/",
        {"because": "revised by its source", "value": "4300000"},
    ),
    (
        "staff_facts_withdraw_create",
        "post",
        f"{STAFF}facts/{{superseding}}/withdraw/",
        {"because": "It was taken back."},
    ),
    (
        "staff_drafts_create",
        "post",
        f"{STAFF}drafts/",
        {"headline": "Begun twice", "slug": "begun-twice"},
    ),
    ("staff_drafts_destroy", "delete", f"{STAFF}drafts/{{drafts}}/", {}),
    (
        "staff_drafts_create",
        "post",
        f"{STAFF}drafts/",
        {
            **{"headline": "Lantern Cloud lets what is idle", "slug": "lets-what-is-idle", "kind": "news"},
            **{
                "standfirst": "What was built for one model is let by the hour.",
                "body": "<p>From Monday on.</p>",
            },
            **{"authors": ["{author}"], "topics": ["{topic}"]},
        },
    ),
    ("staff_drafts_partial_update", "patch", f"{STAFF}drafts/{{drafts}}/", {"kind": "brief"}),
    ("staff_drafts_moves_create", "post", f"{STAFF}drafts/{{drafts}}/moves/", {"move": "submit"}),
    (
        "staff_drafts_publish_create",
        "post",
        f"{STAFF}drafts/{{drafts}}/publish/",
        {"all_the_same": "The figures follow tomorrow."},
    ),
    (
        "staff_drafts_withdraw_create",
        "post",
        f"{STAFF}drafts/{{drafts}}/withdraw/",
        {"note": "It was taken back."},
    ),
]


class Asking:
    """Asks the demonstration; `known` is what stands for words in braces."""

    def __init__(self) -> None:
        publisher = User.objects.get(username="publisher")
        until = timezone.now() + timedelta(days=1)
        _, secret = tokens.make(publisher, name="Examples", scopes=Token.Scope.values, expires_at=until)
        self.client, self.secret = Client(headers={"host": "127.0.0.1"}), secret
        self.known: dict[str, Any] = {
            "open": self.get("/api/v1/questions/?state=open")["results"][0]["id"],
            "author": self.get("/api/v1/authors/")["results"][0]["id"],
            "topic": self.get("/api/v1/topics/")["results"][0]["id"],
            "metric": "",
        }

    def get(self, path: str) -> Any:
        """What is read at an address."""
        answer = self.client.get(path, headers=self._headers(path))
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answered {answer.status_code}: {answer.content[:300]!r}")
        return answer.json()

    def send(self, method: str, path: str, body: dict[str, Any]) -> Any:
        """What is answered to a step, and what was sent."""
        path, sent = self._filled(path), self._filled(body)
        headers = self._headers(path)
        if found := re.fullmatch(rf"({STAFF}[a-z]+/[0-9]+/)(?:[a-z]+/)?", path):
            headers["if-match"] = self.client.get(found[1], headers=headers).headers["ETag"]
        data = json.dumps(sent) if sent else b""
        answer = getattr(self.client, method)(path, data, content_type="application/json", headers=headers)
        if answer.status_code >= 300:
            raise RuntimeError(f"{method} {path} answered {answer.status_code}: {answer.content[:300]!r}")
        told = answer.json() if answer.content else None
        self._note(path, told)
        return {"request": sent or None, "status": str(answer.status_code), "response": told}

    def _headers(self, path: str) -> dict[str, str]:
        return {"authorization": f"Bearer {self.secret}"} if path.startswith(STAFF) else {}

    def _note(self, path: str, told: Any) -> None:
        """What was made, by the name of its list."""
        if told and "id" in told:
            name = "superseding" if path.endswith("/supersede/") else path.removeprefix(STAFF).split("/")[0]
            self.known[name] = told["id"]

    def _filled(self, part: Any) -> Any:
        """With what is known in the place of words in braces; a whole one is a number."""
        if isinstance(part, dict):
            return {name: self._filled(one) for name, one in part.items()}
        if isinstance(part, list):
            return [self._filled(one) for one in part]
        if isinstance(part, str) and (whole := re.fullmatch(r"\{(\w+)\}", part)):
            return self.known[whole[1]]
        return (
            re.sub(r"\{(\w+)\}", lambda word: str(self.known[word[1]]), part)
            if isinstance(part, str)
            else part
        )


def read(asking: Asking) -> dict[str, Any]:
    """An answer of each operation that reads."""
    found: dict[str, Any] = {}
    for path, methods in schema()["paths"].items():
        if "get" not in methods:
            continue
        asked = path
        if "{" in path:
            listed = asking.get(f"{path.split('{')[0]}?page_size=1")["results"][0]
            key = re.search(r"\{(\w+)\}", path)[1]  # type: ignore[index]  # it has one
            asked = re.sub(r"\{\w+\}", str(listed["slug" if key == "code" else key]), path)
        elif path.endswith("/search/"):
            asked = f"{path}?q=doubao&page_size=1"
        elif methods["get"]["operationId"].endswith("_list"):
            asked = f"{path}?page_size=1"
        found[methods["get"]["operationId"]] = {
            "request": None,
            "status": "200",
            "response": asking.get(asked),
        }
    return found


def short(part: Any, name: str = "") -> Any:
    """What is kept of an answer."""
    if isinstance(part, dict):
        return {key: short(one, key) for key, one in part.items()}
    if isinstance(part, list):
        # From where to where is two numbers.
        span = len(part) == 2 and all(isinstance(one, int) for one in part)
        return [short(one, name) for one in (part if span else part[:1])]
    if isinstance(part, str) and len(part) > LONGEST and not part.startswith("http"):
        return part[:LONGEST].rsplit(" ", 1)[0] + " …"
    return part


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    call_command("load_demo", verbosity=0, stdout=open(os.devnull, "w"))  # noqa: SIM115, PTH123
    asking = Asking()
    metrics = asking.get(f"{STAFF}metrics/?page_size=100")["results"]
    asking.known["metric"] = next(metric["id"] for metric in metrics if metric["unit"] == "people")
    examples = {name: asking.send(method, path, body) for name, method, path, body in STEPS}
    examples |= read(asking)
    EXAMPLES.write_text(json.dumps(short(examples), indent=1, ensure_ascii=False, sort_keys=True) + "\n")
