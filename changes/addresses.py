"""Who holds which address: a slug that was ever public is never given to another object."""

from collections.abc import Iterable

from changes.models import Address


class AddressTaken(ValueError):
    """The slug is or was the address of another object of its kind."""


def claim(kind: str, slug: str, object_id: int) -> None:
    """Hold a slug for an object, for good; holding it already is fine. Raises AddressTaken.

    Two who claim one slug at once meet at the unique constraint: get_or_create hands the second the row
    of the first.
    """
    held, _ = Address.objects.get_or_create(kind=kind, slug=slug, defaults={"object_id": object_id})
    if held.object_id != object_id:
        raise AddressTaken(f"The slug “{slug}” is or was the address of another {kind}. Choose another.")


def is_free(kind: str, slug: str, object_id: int | None) -> bool:
    """Whether no other object of the kind holds the slug or ever held it in public."""
    return not Address.objects.filter(kind=kind, slug=slug).exclude(object_id=object_id or 0).exists()


def release(kind: str, slug: str, object_id: int) -> None:
    """Give up a slug that was reserved and never became public."""
    Address.objects.filter(kind=kind, slug=slug, object_id=object_id).delete()


def hand_over(kind: str, object_id: int, *, to: int) -> None:
    """Have all slugs of an object held by another of its kind: the two turned out to be one."""
    Address.objects.filter(kind=kind, object_id=object_id).update(object_id=to)


def holders(kind: str, slugs: Iterable[str]) -> dict[str, int]:
    """The id of the object that holds or held each of the slugs that are held. One query."""
    held = Address.objects.filter(kind=kind, slug__in=slugs)
    return dict(held.values_list("slug", "object_id"))


def holder(kind: str, slug: str) -> int | None:
    """The id of the object that holds or held the slug, or None."""
    return Address.objects.filter(kind=kind, slug=slug).values_list("object_id", flat=True).first()
