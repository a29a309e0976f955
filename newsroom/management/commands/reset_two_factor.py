"""`manage.py reset_two_factor NAME`: for the administrator whom no other can help."""

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser

from newsroom.staff import factors


class Command(BaseCommand):
    help = "Have a user sign in without a code, once more. They are told by mail."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose."""
        parser.add_argument("name", help="The user's name at sign-in.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take the second factor away."""
        user = User.objects.filter(username=options["name"]).first()
        if user is None:
            raise CommandError(f"Nobody is called {options['name']} here.")
        factors.take_away(user, by=user)
        self.stdout.write(f"{user} signs in without a code now.")
