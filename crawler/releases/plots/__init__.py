"""The pictures on the card of a release."""
