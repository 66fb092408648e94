"""Colleagues are invited by e-mail; nobody ever knows another one's password."""

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from esafe.staff import audit


def make_account(email: str, name: str, roles: list[str], by: str) -> User:
    """A new account without a password, with roles by name. ``by`` is who invites."""
    email = email.strip().lower()
    with transaction.atomic():
        user = User(username=email, email=email, first_name=name, is_staff=True)
        user.set_unusable_password()
        user.save()
        user.groups.set(Group.objects.filter(name__in=roles))
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        audit.note(by, audit.Act.INVITED, email, after={"roles": sorted(roles)})
    return user


def link(user: User) -> str:
    """Where ``user`` chooses a password. It works once, for three days."""
    uid, key = user_pk_to_url_str(user), default_token_generator.make_token(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": key})
    return f"{settings.STAFF_URL}{path}"


def send(user: User, by: str) -> None:
    """Mail the link. Raises OSError or SMTPException when the mail server does not take it."""
    words = {"user": user, "by": by, "link": link(user), "site": settings.SITE_URL}
    text = render_to_string("email/invitation.txt", words)
    EmailMessage(_("Your account for the staff pages"), text, to=[user.email]).send()
