"""How much capacity: the least that meets a target, and where the next beds do most good."""
