"""One module a publisher's file or pair of files: its columns, its series, its traps."""
