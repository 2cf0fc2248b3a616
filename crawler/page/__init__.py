"""One page of a site: bytes → text (decode), text → lines (lines), lines → title line, body and zones (locate)."""
