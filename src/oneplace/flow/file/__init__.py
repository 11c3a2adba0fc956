"""The pathway file: quantities with units, its typed shape, and what must hold in it."""
