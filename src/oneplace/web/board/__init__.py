"""What the board reads, behind sign-in."""
