"""Making the renditions of pictures, once: in the background when one is uploaded or its focus moves.

Editions take the renditions that there are when they are published. What was published before there were any gets
them as soon as they are made, for it shows the same picture.
"""

import secrets
from collections.abc import Callable, Iterable

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.tasks import task
from PIL import Image as Picture

from articles import cropping
from articles.models import EditionImage, Image, Renditions
from changes import log


def want(image: Image) -> None:
    """Have a picture's renditions made once the transaction around this is committed, where it has none as it is."""
    transaction.on_commit(lambda: make_task.enqueue(image.pk))


def want_missing(images: Iterable[int]) -> None:
    """The same for those of some pictures that have none."""
    for image in Image.objects.unmade().filter(pk__in=list(images)):
        want(image)


@task
def make_task(image: int) -> None:
    """Make the renditions of a picture that is still there."""
    if found := Image.objects.filter(pk=image).first():
        make(found)


def make_all(say: Callable[[Image], None] = lambda image: None) -> int:
    """Make what is missing, a picture at a time, telling `say` after each; returns of how many pictures.

    What was broken off is carried on by running it again. A picture whose file is gone is passed over.
    """
    made = 0
    for image in Image.objects.unmade().order_by("pk").iterator():
        if not default_storage.exists(str(image.file.name)):
            continue
        make(image)
        say(image)
        made += 1
    return made


def make(image: Image) -> Renditions:
    """The renditions of a picture as it is: those that were made already, or new ones. Editions without get them."""
    found: Renditions | None = Renditions.objects.as_today().filter(image=image).first()
    return found or _keep(image, *_written(image))


def _written(image: Image) -> tuple[str, cropping.Sizes, str]:
    """Write all files; returns their unguessable name, their sizes, and the suffix for old programs."""
    name, sizes, old = secrets.token_hex(20), cropping.Sizes(), ""
    with image.file.open() as file, Picture.open(file) as picture:
        for cut in cropping.cut(picture, (image.focus_x, image.focus_y)):
            default_storage.save(path(name, cut.name), ContentFile(cut.data))
            if list(cut.size) not in sizes.setdefault(cut.crop, []):
                sizes[cut.crop].append(list(cut.size))
            if cut.crop != "social" and cut.suffix in cropping.OLD:
                old = cut.suffix
    return name, sizes, old


def path(name: str, file: str) -> str:
    """Where a file of some renditions lies."""
    return f"renditions/{name}/{file}"


@transaction.atomic
def _keep(image: Image, name: str, sizes: cropping.Sizes, old: str) -> Renditions:
    """Note what was made. Of two who made the same at once, the first counts."""
    Image.objects.select_for_update().get(pk=image.pk)
    kept: Renditions
    kept, _ = Renditions.objects.get_or_create(
        image=image,
        made_of=image.file.name,
        focus_x=image.focus_x,
        focus_y=image.focus_y,
        recipe=cropping.RECIPE,
        defaults={"name": name, "sizes": sizes, "old": old},
    )
    if kept.name != name:
        _throw_away(name, sizes, old)
    without = EditionImage.objects.filter(image=image, renditions=None)
    if without.update(renditions=kept):
        log.touched("image", image.pk)
        transaction.on_commit(log.forget_version)
    return kept


def _throw_away(name: str, sizes: cropping.Sizes, old: str) -> None:
    for file in files(sizes, old):
        default_storage.delete(path(name, file))


def files(sizes: cropping.Sizes, old: str) -> set[str]:
    """The names of all files of some renditions."""
    found = {"social-{}.jpg".format(sizes["social"][0][0])}
    for crop in cropping.CROPS:
        widths = [width for width, _ in sizes[crop]]
        found |= {f"{crop}-{width}.{suffix}" for width in widths for suffix in cropping.MODERN}
        found.add(f"{crop}-{cropping.fallback(widths)}.{old}")
    return found
