"""The body editor: what it can write, in one table. What may be kept is the sanitiser's word alone (bodies.py)."""

from typing import Any

from django.urls import reverse_lazy
from django_prose_editor.fields import ProseEditorField

from articles.bodies import CALLOUTS, clean, clean_words

#: The editor's extensions by name. Those with capital letters of our own live in static/admin/editor/.
EXTENSIONS: dict[str, Any] = {
    "Bold": True,
    "Italic": True,
    "Code": True,
    "Subscript": True,
    "Superscript": True,
    "Link": {"url": reverse_lazy("newsroom:editor_links")},
    "Heading": {"levels": [2, 3]},
    "HardBreak": True,
    "HorizontalRule": True,
    "BulletList": True,
    "OrderedList": {"enableListAttributes": False},
    "ListItem": True,
    "Blockquote": True,
    "CodeBlock": True,
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "Figure": {"url": reverse_lazy("newsroom:editor_pictures")},
    "Caption": True,
    # NAME stands for the picture's.
    "Image": {"media": reverse_lazy("newsroom:picture", args=["images/NAME"])},
    "Callout": {"kinds": CALLOUTS},
    "Fact": {"url": reverse_lazy("admin:facts_fact_picker")},
    "Language": True,
    "CleanPaste": True,
    "RedoKey": True,
    "SlashMenu": True,
    "Toolbar": True,
    "Spaces": True,
    "Menu": {
        "groups": [
            {"group": "blockType -lists", "type": "dropdown", "minItems": 2},
            {"group": "callouts", "type": "dropdown"},
            {"group": "insert"},
            {"group": "facts"},
            {"group": "lists"},
            {"group": "nodes -blockType -lists"},
            {"group": "marks"},
            {"group": "link"},
            {"group": "table"},
            {"group": "history"},
        ]
    },
}


def body_field(**options: Any) -> ProseEditorField:
    """A model's field for HTML in our vocabulary: written in the editor, cleaned by the one sanitiser.

    Takes the options of a TextField. An empty text comes out as "".
    """
    return ProseEditorField(sanitize=clean, config={"extensions": EXTENSIONS}, **options)


def words_field(**options: Any) -> ProseEditorField:
    """The same for a text outside of editions: without figures and pictures, which readers see by editions alone."""
    left = {"Fact", "Figure", "Caption", "Image"}
    extensions = {name: switched for name, switched in EXTENSIONS.items() if name not in left}
    return ProseEditorField(sanitize=clean_words, config={"extensions": extensions}, **options)
