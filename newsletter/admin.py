"""The newsletter in the admin: issues, and mails as far as they went."""

from django.contrib import admin

from newsletter.issues.admin import IssueAdmin
from newsletter.models import Delivery, Issue
from newsletter.sending.admin import DeliveryAdmin

admin.site.register(Issue, IssueAdmin)
admin.site.register(Delivery, DeliveryAdmin)
