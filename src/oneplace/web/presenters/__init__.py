"""Results turned into values that templates print as they are; templates compute nothing."""
