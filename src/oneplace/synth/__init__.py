"""A synthetic Southampton with planted truth, written as its partners would send it. Everyone in it is made up."""

from oneplace.synth.generate import SynthReport, generate

__all__ = ["SynthReport", "generate"]
