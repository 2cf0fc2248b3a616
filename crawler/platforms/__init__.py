"""What sibling sites share: one module per site software. A platform knows addresses and pagers; the walker walks."""
