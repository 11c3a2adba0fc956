"""The people of the synthetic place: where they live, how long, how well, and what is planted among them."""
