"""Members of staff for tests, in this process and in a browser."""

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.test import Client

from esafe.staff import roles

PASSWORD = "quiet-harbour-lantern-42"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def someone(*names: str, email: str = "sam@example.org") -> User:
    """An account with a password, a second factor and the roles of these names."""
    user = User.objects.create_user(email, email, PASSWORD, first_name="Sam", is_staff=True)
    if names and not Group.objects.exists():
        roles.sync(apps)  # a test before this one has emptied the tables
    user.groups.set([Group.objects.get(name=name) for name in names])
    return set_up(user)


def set_up(user: User) -> User:
    """Give somebody what the invitation and the first sign-in give: a known address and a second factor."""
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    TOTP.activate(user, generate_totp_secret())
    return user


def sign_in(client: Client, user: User) -> Client:
    client.force_login(user, BACKEND)
    return client
