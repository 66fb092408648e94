from contact.complaints import Complaint
from contact.feedback import Feedback
from contact.messages import Message
from contact.newsletters import Newsletter
from contact.subscribers import Forgotten, Subscriber

__all__ = ["Complaint", "Feedback", "Forgotten", "Message", "Newsletter", "Subscriber"]
