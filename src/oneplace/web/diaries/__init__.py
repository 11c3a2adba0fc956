"""What is due and late reaches whoever owes it: a page, a diary at an address of their own, and letters."""
