"""The newsletter in the admin."""

from django.contrib import admin

from newsletter.models import Subscriber
from newsletter.subscribing.admin import SubscriberAdmin

admin.site.register(Subscriber, SubscriberAdmin)
