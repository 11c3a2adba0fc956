"""A pathway file read like a compiler: its documents, what must hold in them, and what can be foreseen of a run."""
