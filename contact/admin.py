from django.contrib import admin

from contact.complaint_admin import ComplaintAdmin
from contact.complaints import Complaint
from contact.feedback import Feedback
from contact.feedback_admin import FeedbackAdmin

admin.site.register(Feedback, FeedbackAdmin)
admin.site.register(Complaint, ComplaintAdmin)
