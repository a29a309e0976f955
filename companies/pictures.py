"""Pictures: measured before they are decoded, re-encoded without what cameras write into them, kept and served."""

import io
import secrets
import warnings
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models
from django.http import FileResponse, Http404
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

MOST_PIXELS = 40_000_000
MOST_BYTES = 25_000_000
#: Of a side: WebP can hold no longer one than 16,383.
LONGEST = 12_000
#: The formats that come in, and how each goes out.
FORMATS: dict[str, tuple[str, dict[str, Any]]] = {
    "JPEG": ("jpg", {"quality": 88, "optimize": True, "progressive": True}),
    "PNG": ("png", {"optimize": True}),
    "WEBP": ("webp", {"quality": 88}),
}


TOO_MANY = "The picture has more than 40 million pixels. Make it smaller and try again."


class PictureRefused(ValueError):
    """The file cannot be taken as a picture; the message says why."""


def reencode(upload: Any) -> ContentFile:
    """A picture made anew from an uploaded JPEG, PNG or WebP: upright, in sRGB, without EXIF, place or comments.

    What the file is called or says of itself counts for nothing: it is taken for what it is. The size is read
    from the header first, so that a small file that unpacks to gigabytes is never decoded (Pillow itself only
    warns between 90 and 178 million pixels). Raises PictureRefused.
    """
    if upload.size > MOST_BYTES:
        raise PictureRefused("The file is larger than 25 MB. Save it smaller and try again.")
    upload.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(upload, formats=list(FORMATS))
        _refuse(picture)
        return _written(picture)
    except Image.DecompressionBombError:
        raise PictureRefused(TOO_MANY) from None
    except UnidentifiedImageError:
        raise PictureRefused("Only JPEG, PNG and WebP pictures can be used.") from None
    except (OSError, SyntaxError, ValueError) as reason:
        if isinstance(reason, PictureRefused):
            raise
        raise PictureRefused("The file is damaged: its picture cannot be read to the end.") from reason


def _refuse(picture: Image.Image) -> None:
    """Refuse by what the header says, before anything is decoded."""
    if picture.width * picture.height > MOST_PIXELS:
        raise PictureRefused(TOO_MANY)
    if max(picture.size) > LONGEST:
        raise PictureRefused(f"A side of the picture is longer than {LONGEST:,} pixels. Make it smaller.")
    # A camera's JPEG may hold a second view of the scene (MPO): that one does not move.
    if getattr(picture, "is_animated", False) and picture.format != "MPO":
        raise PictureRefused("The picture moves. Save one of its frames as a picture of its own.")


def _written(picture: Image.Image) -> ContentFile:
    """The decoded picture in a new file of the same format."""
    name = "JPEG" if picture.format == "MPO" else picture.format or "PNG"
    suffix, options = FORMATS[name]
    upright = ImageOps.exif_transpose(picture)
    mode = "RGB" if name == "JPEG" or not upright.has_transparency_data else "RGBA"
    seen = _as_seen(upright, mode)
    clean = Image.new(mode, seen.size)
    clean.paste(seen)
    out = io.BytesIO()
    clean.save(out, format=name, **options)
    return ContentFile(out.getvalue(), name=f"picture.{suffix}")


def _as_seen(picture: Image.Image, mode: str) -> Image.Image:
    """Its colours in sRGB: whoever drops a colour profile without this makes a phone's pictures pale."""
    if picture.mode.startswith("I"):  # 16 bits of grey, which Pillow would cut off at 255
        picture = picture.convert("I").point(lambda value: value / 257).convert("L")
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in {"RGB", "RGBA", "CMYK"}:
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            to = "RGB" if picture.mode == "CMYK" else picture.mode
            changed = ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"), outputMode=to)
            picture = changed or picture
        except (ImageCms.PyCMSError, OSError):  # the profile is broken: the colours are taken as they are
            pass
    return picture.convert(mode)


class PictureField(forms.ImageField):
    """A file that is taken as a picture and made anew, or refused with one sentence."""

    def to_python(self, data: Any) -> Any:
        """The picture made anew, in place of Pillow's own look at the file. Raises ValidationError."""
        upload = forms.FileField.to_python(self, data)
        try:
            return upload and reencode(upload)
        except PictureRefused as reason:
            raise forms.ValidationError(str(reason)) from reason


#: By the suffix that we gave a file ourselves.
TYPES = {
    ".avif": "image/avif",
    ".webp": "image/webp",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
}

#: For the `formfield_overrides` of every form that takes a picture.
PICTURES = {models.ImageField: {"form_class": PictureField}}


def unguessable_name(directory: str, filename: str) -> str:
    """A name with 160 random bits, so that a private picture cannot be guessed; only the type is kept."""
    return f"{directory}/{secrets.token_hex(20)}{PurePath(filename).suffix.lower()}"


def served(name: str) -> FileResponse:
    """A picture's file by its name in the storage, to be read as nothing else. Raises Http404 where it is not there."""
    kind = TYPES.get(PurePath(name).suffix, "application/octet-stream")
    try:
        return FileResponse(
            default_storage.open(name), content_type=kind, headers={"X-Content-Type-Options": "nosniff"}
        )
    except FileNotFoundError as missing:
        raise Http404 from missing
