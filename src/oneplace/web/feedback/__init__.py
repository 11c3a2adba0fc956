"""What readers say is wrong with a page, and the list of it for those who plan."""
