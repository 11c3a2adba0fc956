"""The words that everyone uses: whom numbers are told apart by, and how a value, a day or a list is written."""
