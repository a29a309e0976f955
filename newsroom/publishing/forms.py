"""What is asked of whoever publishes."""

from typing import Any

from django import forms
from django.utils import timezone
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from articles import checks
from articles.admin.correcting import CorrectingFields
from articles.bodies import plain
from articles.models import Article, Edition
from changes.clock_forms import ByTheClock, ClockField


class PublishForm(CorrectingFields, ByTheClock):
    """When readers see the working copy, and what they are told of it.

    Where nothing is live there is no change to be told of.
    """

    clocks = ("at", "expires_at")

    when = forms.ChoiceField(
        choices=[("now", "Now"), ("later", "At a time")],
        widget=forms.RadioSelect,
        label="When",
        initial="now",
    )
    at = ClockField(required=False, label="From")
    expires_at = ClockField(
        required=False, label="Until", help_text="Readers no longer see it after this. Usually empty."
    )
    change = forms.ChoiceField(
        choices=[("major", "Major"), ("minor", "Minor")],
        widget=forms.RadioSelect,
        label="Kind of change",
        error_messages={"required": "Say whether the change is major or minor."},
    )
    note = forms.CharField(
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        label="What changed",
        help_text="One or two sentences, which readers see under the article.",
    )
    all_the_same = forms.CharField(
        required=False,
        max_length=300,
        widget=UnfoldAdminTextInputWidget,
        label="Publish all the same, because…",
        help_text="Kept with the edition and with what the checklist requires, for the newsroom alone.",
    )

    def __init__(self, *args: Any, article: Article, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.article = article
        self.live = Edition.objects.live().filter(article=article).first()
        self.offer_correction(self.live)
        self.required = checks.required(article, timezone.now())
        if self.live is None:
            del self.fields["change"]
            if not Edition.objects.begun().filter(article=article).exists():
                del self.fields["note"]
        if not self.required and not self.is_bound:
            del self.fields["all_the_same"]

    def clean(self) -> dict[str, Any]:
        """Refuse what does not go together, each beside its field."""
        given = super().clean()
        if given.get("when") == "later" and not given.get("at") and "at" not in self.errors:
            if "at_which" not in self.errors:
                self.add_error("at", "Give the day and the time from which readers see it.")
        elif given.get("when") == "later" and given.get("at") and given["at"] <= timezone.now():
            self.add_error("at", "This time has passed. Give one to come, or publish now.")
        elif given.get("when") == "now" and given.get("at"):
            # Beside the time itself, which the page hides as long as nothing is wrong with it.
            self.add_error("at", "A time is given, and “Now” is chosen: choose “At a time”, or empty this.")
        if given.get("change") == "major" and self.live and not self._tells(given):
            self.add_error("note", "Say what changed: readers of the live article are told.")
        self._ask_why(given)
        return given

    def _tells(self, given: dict[str, Any]) -> bool:
        """Whether readers are told what changed, by a note or by a correction, be it one that lacks something."""
        correction = given.get("correction") or {"wrong", "right"} & self.errors.keys()
        return bool(plain(given.get("note", "")) or correction)

    def _ask_why(self, given: dict[str, Any]) -> None:
        """Ask for a reason where the checklist requires something by the time at which readers would see it."""
        if given.get("when") == "later" and given.get("at"):
            self.required = checks.required(self.article, given["at"])
        if self.required and not plain(given.get("all_the_same", "")):
            sentence = f"Not published. {checks.refusal(self.required)} Mend it, or say why not."
            self.add_error("all_the_same", sentence)

    @property
    def as_asked(self) -> dict[str, Any]:
        """What `articles.publishing.publish` is called with."""
        given = self.cleaned_data
        return {
            "at": given["at"] if given["when"] == "later" else None,
            "expires_at": given["expires_at"],
            "major": given.get("change", "major") == "major",
            "note": given.get("note", ""),
            "all_the_same": given["all_the_same"],
            "correction": given["correction"],
        }
