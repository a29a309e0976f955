from django.apps import AppConfig


class AIWatchConfig(AppConfig):
    name = "aiwatch"
    verbose_name = "AIWatch"
