"""What if: a pathway of the place, a number moved, and what it changes for whom; simulated while the reader waits."""
