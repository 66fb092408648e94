"""What only this site can read, though others hold it or see it."""

import base64

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def box(purpose: str) -> MultiFernet:
    """Encrypts and decrypts for one purpose, whose box opens no other's. Its ``decrypt`` raises InvalidToken.

    A new SECRET_KEY reads what was kept under the ones before it (SECRET_KEY_FALLBACKS).
    """
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([_fernet(key, purpose) for key in keys])


def _fernet(key: str, purpose: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode())
    return Fernet(base64.urlsafe_b64encode(derived.derive(key.encode())))
