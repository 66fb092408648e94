"""make bench: what a page costs, beside the least that the same server can cost. Linux only: it reads /proc."""
