"""The newsletter in the admin: issues, mails as far as they went, and who takes it."""

from django.contrib import admin

from newsletter.issues.admin import IssueAdmin
from newsletter.models import Delivery, Issue, Subscriber
from newsletter.sending.admin import DeliveryAdmin
from newsletter.subscribing.admin import SubscriberAdmin

admin.site.register(Issue, IssueAdmin)
admin.site.register(Delivery, DeliveryAdmin)
admin.site.register(Subscriber, SubscriberAdmin)
