"""Replications run, and what they say: measures with their limits, comparisons under the same chances, a report."""
