"""What a release says of itself: card, citation, Croissant, data package; all of it follows from the manifest."""
