"""What is made of finished runs for researchers: releases, their cards and descriptions, checks and queries."""
