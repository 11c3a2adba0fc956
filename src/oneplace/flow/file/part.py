"""What every part of a pathway file has in common."""

from pydantic import ConfigDict

from oneplace.place import Model


class Part(Model):
    """A part of a pathway file; what stands below a field explains it, in the reference and in editors."""

    model_config = ConfigDict(use_attribute_docstrings=True)
