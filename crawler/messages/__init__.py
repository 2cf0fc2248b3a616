"""MESSAGES: what health finds goes to people's chats and mailboxes when it begins and when it ends, and no more."""
