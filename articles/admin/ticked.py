"""What the ticked rows of a list have in common: a page that asks how, shows which, and says what came of it."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.text import Truncator
from unfold.admin import ModelAdmin

from articles.together import Outcome
from changes.admin import who
from changes.forms import Form
from changes.texts import number

#: More than this is no decision any more; and each takes a moment.
MOST = 500
#: How many are shown of those that are ticked, and named of those that were refused for one reason.
SHOWN, NAMED = 30, 5


class ManyForm(Form):
    """What is to be done with each of them; the user may do it with some."""

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by

    def done(self, ticked: list[Any], seen: dict[int, str]) -> Outcome:
        """Do it. seen: the state of each, by id, when it was shown."""
        raise NotImplementedError


class AsksOfMany(ModelAdmin):
    """Each is asked for by itself, so ticking one opens nothing. What is listed has a state."""

    #: Columns that the page needs nothing of.
    unread: tuple[str, ...] = ()

    def ask(
        self,
        request: HttpRequest,
        queryset: QuerySet[Any],
        form_class: type[ManyForm],
        name: str,
        title: str,
        button: str = "",
    ) -> HttpResponse | None:
        """The page that asks; once it is sent, what came of it, back on the list.

        name: of the action that asks. button: what is pressed, where that is not the title.
        """
        sent = "decided" in request.POST
        # What was ticked, also where it has left the list's filter since.
        ticked = self.model._default_manager.filter(pk__in=_ticked(request)) if sent else queryset
        rows = list(ticked.order_by("pk").defer(*self.unread)[: MOST + 1])
        many = self.opts.verbose_name_plural
        if len(rows) > MOST:
            messages.error(request, f"Nothing was done: tick at most {MOST} {many} at once.")
            return None
        form = form_class(request.POST if sent else None, by=who(request))
        if sent and form.is_valid():
            _report(request, form.done(rows, _seen(request)))
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "form": form,
            "action": name,
            "button": button or title,
            "ticked": rows,
            "called": self.opts.verbose_name if len(rows) == 1 else many,
            "shown": rows[:SHOWN],
            "more": len(rows) - SHOWN,
            "back": request.get_full_path(),
        }
        return TemplateResponse(request, "admin/many.html", context)


def _ticked(request: HttpRequest) -> list[int]:
    """The ids that were ticked; what is none is left out."""
    return [pk for sent in request.POST.getlist("ticked") if (pk := number(sent)) is not None]


def _seen(request: HttpRequest) -> dict[int, str]:
    """The state of each when the page was shown."""
    pairs = (pair.partition(":") for pair in request.POST.getlist("seen"))
    return {known: state for pk, _, state in pairs if (known := number(pk)) is not None}


def _report(request: HttpRequest, outcome: Outcome) -> None:
    """How many were done; how many were refused, which and why."""
    said = f"{outcome.done} done."
    if not outcome.count_refused:
        messages.success(request, said)
        return
    level = messages.WARNING if outcome.done else messages.ERROR
    messages.add_message(request, level, f"{outcome.done} done; {outcome.count_refused} refused.")
    for reason, names in outcome.refused.items():
        named = ", ".join(f"“{Truncator(name).chars(60)}”" for name in names[:NAMED])
        more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
        messages.add_message(request, level, f"{named}{more}: {reason}")
