"""What readers ask, and what we answer."""

from questions.models.answer import Answer, AnswerVersion
from questions.models.joining import Subscriber, Vote
from questions.models.question import Question

__all__ = ["Answer", "AnswerVersion", "Question", "Subscriber", "Vote"]
