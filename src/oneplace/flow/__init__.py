"""Patient flow: a care pathway described in a file, simulated fast, and what-ifs answered with their uncertainty."""
