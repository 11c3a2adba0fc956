"""Demand forecast from daily counts, and how good such a forecast would have been."""
