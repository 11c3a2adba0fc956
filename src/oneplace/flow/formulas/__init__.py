"""Queues whose answer is known without a simulation: the formulas, and when one of them holds for a pathway."""
