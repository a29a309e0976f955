"""An article's form filled with what was typed and not saved: to be offered, previewed or written on."""

import copy
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict

from articles.admin.conflicts import WORDS, typed
from articles.models import Article


@dataclass
class Filled:
    """The form and the rows below it, bound to what was typed. Nothing of it is saved."""

    form: Any
    formsets: list[Any]

    @property
    def differs(self) -> list[str]:
        """The labels of what is other than it was saved."""
        fields = [name for name in self.form.changed_data if name != "based_on"]
        labels = [str(self.form.fields[name].label or name) for name in fields]
        rows = [formset for formset in self.formsets if formset.has_changed()]
        return [*labels, *(str(formset.model._meta.verbose_name_plural) for formset in rows)]

    @cached_property
    def content(self) -> dict[str, Any]:
        """What was typed, in the shape of articles.revisions.content_of."""
        self.form.is_valid()
        return typed(self.form, self.formsets)

    @property
    def article(self) -> Article:
        """The article as it was typed, also where the form would refuse it; not to be saved."""
        for name in WORDS:
            setattr(self.form.instance, name, self.content[name])
        article: Article = self.form.instance
        return article


def fill(request: HttpRequest, article: Article | None, data: QueryDict) -> Filled:
    """Bind an article's form and rows to what was typed, as a save would. The article itself stays as it is.

    data: as newsroom.writing.autosaving.cleaned gives it.
    """
    instance = Article.objects.get(pk=article.pk) if article else Article()
    asked: Any = copy.copy(request)
    asked.method, asked.POST, asked._files = "POST", data, MultiValueDict()
    asked.brought_back = None
    model_admin: Any = admin.site.get_model_admin(Article)
    form_class = model_admin.get_form(asked, article, change=article is not None)
    form = form_class(data, instance=instance)
    formsets, _ = model_admin._create_formsets(asked, instance, change=article is not None)
    return Filled(form, formsets)


def as_initial(form: forms.BaseForm, data: QueryDict) -> dict[str, Any]:
    """What was typed as the first values of a form that is not bound, and so complains of nothing."""
    return {
        name: field.widget.value_from_datadict(data, MultiValueDict(), form.add_prefix(name))
        for name, field in form.fields.items()
        if not field.widget.value_omitted_from_data(data, MultiValueDict(), form.add_prefix(name))
    }
