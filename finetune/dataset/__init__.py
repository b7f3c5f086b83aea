"""Training records from what a site has: its code, its history, what its developers accepted."""
