from django.contrib import admin

from contact.complaint_admin import ComplaintAdmin
from contact.complaints import Complaint
from contact.feedback import Feedback
from contact.feedback_admin import FeedbackAdmin
from contact.newsletter_admin import NewsletterAdmin
from contact.newsletters import Newsletter
from contact.subscriber_admin import SubscriberAdmin
from contact.subscribers import Subscriber

admin.site.register(Newsletter, NewsletterAdmin)
admin.site.register(Subscriber, SubscriberAdmin)
admin.site.register(Feedback, FeedbackAdmin)
admin.site.register(Complaint, ComplaintAdmin)
