"""Each partner's files, with each partner's faults (the columns: ``docs/reference/extracts.md``)."""
