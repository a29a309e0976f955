from functools import lru_cache

from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import trans_real


class AIWatchConfig(AppConfig):
    name = "aiwatch"
    verbose_name = "AIWatch"

    def ready(self) -> None:
        """Remember words of the site's language: each one is sought through the catalogues of five apps in turn.

        A page asks for hundreds, mostly the same; it took a tenth of the time of making one.
        """
        catalogue = trans_real.translation(settings.LANGUAGE_CODE)
        catalogue.gettext = lru_cache(maxsize=4096)(catalogue.gettext)  # type: ignore[method-assign]
