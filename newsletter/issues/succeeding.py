"""What issues carry of a record that turned out to be one with another."""

from typing import Any

from newsletter.issues.touching import SECTIONS
from newsletter.models import Issue, Item


def hand_over(kind: str, gone: int, *, to: int) -> None:
    """Have issues that carry a record carry the one that it was merged into; what they said of it stays.

    The address that they lead to is the old one, which leads on.
    """
    if kind not in SECTIONS:
        return
    section = SECTIONS[kind]
    mine = Item.objects.filter(section=section, about_id=gone)
    issues = list(mine.values_list("issue", flat=True))
    already = Item.objects.filter(section=section, about_id=to).values("issue")
    mine.filter(issue__in=already).delete()
    mine.update(about_id=to)
    old, new = f"{section}:{gone}", f"{section}:{to}"
    for issue in Issue.objects.select_for_update(of=("self",)).filter(pk__in=issues, content__isnull=False):
        issue.content = _renamed(issue.content, old, new)
        issue.left_out = [new if key == old else key for key in issue.left_out]
        issue.save(update_fields=["content", "left_out"])


def _renamed(content: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    """What an issue says, with one thing called by another key."""
    sections = [
        part | {"carried": [one | {"key": new} if one["key"] == old else one for one in part["carried"]]}
        for part in content["sections"]
    ]
    return content | {"sections": sections}
