"""Pictures: measured before they are decoded, re-encoded without what cameras write into them, kept and served."""

import io
import secrets
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.files.base import ContentFile
from django.db import models
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404
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


class PictureField(forms.ImageField):
    """A file that is taken as a picture and made anew, or refused with one sentence."""

    def to_python(self, data: Any) -> Any:
        """The picture made anew, in place of Pillow's own look at the file. Raises ValidationError."""
        upload = forms.FileField.to_python(self, data)
        try:
            return upload and reencode(upload)
        except PictureRefused as reason:
            raise forms.ValidationError(str(reason)) from reason


#: For the `formfield_overrides` of every form that takes a picture.
PICTURES = {models.ImageField: {"form_class": PictureField}}


def unguessable_name(directory: str, filename: str) -> str:
    """A name with 160 random bits, so that a private picture cannot be guessed; only the type is kept."""
    return f"{directory}/{secrets.token_hex(20)}{PurePath(filename).suffix.lower()}"


def served(file: FieldFile) -> FileResponse:
    """A picture's file, to be read as nothing else. Raises Http404 where it is not there."""
    try:
        return FileResponse(file.open(), headers={"X-Content-Type-Options": "nosniff"})
    except FileNotFoundError as missing:
        raise Http404 from missing
