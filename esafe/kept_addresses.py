"""Every address whose answer is kept as bytes, once made: pages, and what programs and other sites read."""

from esafe.addresses import FEED, public_addresses
from esafe.api.addresses import addresses as for_programs
from esafe.content import Content
from guidance.schools import cards


def kept_addresses(content: Content) -> tuple[str, ...]:
    """All of an edition; what is kept tells nothing of any reader."""
    return (*public_addresses(content), FEED, *for_programs(content), *cards.paths(content))
