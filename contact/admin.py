from django.contrib import admin

from contact.newsletter_admin import NewsletterAdmin
from contact.newsletters import Newsletter
from contact.subscriber_admin import SubscriberAdmin
from contact.subscribers import Subscriber

admin.site.register(Newsletter, NewsletterAdmin)
admin.site.register(Subscriber, SubscriberAdmin)
