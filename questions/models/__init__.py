"""What readers ask, and what we answer."""

from questions.models.answer import Answer, AnswerVersion
from questions.models.joining import Subscriber, Vote
from questions.models.letter import Letter
from questions.models.question import Question
from questions.models.term import Term

__all__ = ["Answer", "AnswerVersion", "Letter", "Question", "Subscriber", "Term", "Vote"]
