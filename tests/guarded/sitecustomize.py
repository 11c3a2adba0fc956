"""Every Python that a test starts finds this on its path first."""

import guard

guard.watch()
