"""What is on disk against what it says of itself: releases and runs, every byte, line, id and account."""
