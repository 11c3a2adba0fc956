"""What the what-if pages show: the pathway as described, the differences that a change makes, and for whom."""
