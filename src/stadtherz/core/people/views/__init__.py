"""Pages of people: sign-in, account, keys, administration, demo."""
