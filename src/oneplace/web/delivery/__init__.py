"""What happens to plans, actions and risks: an append-only record, and the pages of those who keep it."""
