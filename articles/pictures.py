"""Taking in pictures: measured before they are decoded, re-encoded without what cameras write into them."""

import io
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image, ImageOps, UnidentifiedImageError

MOST_PIXELS = 40_000_000
MOST_BYTES = 25_000_000
#: The formats that come in, and how each goes out.
FORMATS: dict[str, tuple[str, dict[str, Any]]] = {
    "JPEG": ("jpg", {"quality": 88, "optimize": True, "progressive": True}),
    "PNG": ("png", {"optimize": True}),
    "WEBP": ("webp", {"quality": 88}),
}


class PictureRefused(ValueError):
    """The file cannot be taken as a picture; the message says why."""


def reencode(upload: Any) -> ContentFile:
    """A picture made anew from an uploaded JPEG, PNG or WebP: upright, without EXIF, place or comments.

    The size is read from the header first, so that a small file that unpacks to gigabytes is never
    decoded (Pillow itself only warns between 90 and 178 million pixels). Raises PictureRefused.
    """
    if upload.size > MOST_BYTES:
        raise PictureRefused("The file is larger than 25 MB. Save it smaller and try again.")
    upload.seek(0)
    try:
        picture = Image.open(upload, formats=list(FORMATS))
        if picture.width * picture.height > MOST_PIXELS:
            raise PictureRefused(
                "The picture has more than 40 million pixels. Make it smaller and try again."
            )
        return _written(picture)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PictureRefused(
            "The picture has more than 40 million pixels. Make it smaller and try again."
        ) from None
    except UnidentifiedImageError:
        raise PictureRefused("Only JPEG, PNG and WebP pictures can be used.") from None
    except (OSError, SyntaxError, ValueError) as reason:
        if isinstance(reason, PictureRefused):
            raise
        raise PictureRefused("The file is damaged: its picture cannot be read to the end.") from reason


def _written(picture: Image.Image) -> ContentFile:
    """The decoded first frame in a new file of the same format."""
    name = picture.format or "PNG"
    suffix, options = FORMATS[name]
    upright = ImageOps.exif_transpose(picture)
    mode = "RGB" if name == "JPEG" or not upright.has_transparency_data else "RGBA"
    clean = Image.new(mode, upright.size)
    clean.paste(upright.convert(mode))
    out = io.BytesIO()
    clean.save(out, format=name, **options)
    return ContentFile(out.getvalue(), name=f"picture.{suffix}")
