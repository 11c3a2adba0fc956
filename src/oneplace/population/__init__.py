"""Who is counted: the population that every measure shares, the groups it is broken down by, and code lists."""
