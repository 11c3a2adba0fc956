"""The trail: who did what to whom, and when. It is only ever added to."""
