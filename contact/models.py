from contact.feedback import Feedback

__all__ = ["Feedback"]
