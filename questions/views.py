"""Pages of answered questions."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from changes.corrections import shown_on
from companies.jsonld import json_ld, listing, trail
from companies.models import Record
from prepared.paging import Page
from questions.describing import described
from questions.models import Question
from questions.reading import as_read
from questions.versions import told

PER_PAGE = 50
TITLE = "Questions"
DESCRIPTION = "Readers ask. We answer each question once, in public."


def questions(request: HttpRequest) -> HttpResponse:
    """All answered questions, newest answer first."""
    now = timezone.now()
    found = Question.objects.public(now).with_live_article(now).select_related("answer").newest()
    page = Page(request, PER_PAGE)
    context = {
        "title": TITLE,
        "description": DESCRIPTION,
        "linked_data": listing(TITLE, request.path, DESCRIPTION),
        "page": page,
        "questions": page.take(list(found[page.window])),
    }
    return render(request, "questions/questions.html", context)


def question(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """A question with its answer; the id says which, an old slug leads to today's."""
    now = timezone.now()
    public = Question.objects.public(now)
    found = get_object_or_404(public.with_live_article(now).select_related("answer"), pk=pk)
    if found.slug != slug:
        return redirect(found, permanent=True)
    corrected = shown_on("question", pk, now)
    answer, rests = as_read(found.answer, now)
    way = [(TITLE, reverse("questions:questions"))]
    context = {
        "title": found.text,
        "linked_data": json_ld(
            described(found, corrected), trail([*way, (found.text, found.get_absolute_url())])
        ),
        "way": way,
        "question": found,
        "answer": answer,
        "rests": rests,
        "corrections": corrected,
        "changed": told(found.answer),
        "records": Record.objects.public(now).filter(questions=found),
        "newest": public.newest().exclude(pk=pk)[:5],
    }
    return render(request, "questions/question.html", context)
