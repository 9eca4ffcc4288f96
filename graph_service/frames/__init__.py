"""Frames: the register as pandas frames at two clocks, a door for notebooks. Reads of persons are logged here too."""

from graph_service.frames.dictionary import data_dictionary
from graph_service.frames.register import Register

__all__ = ["Register", "data_dictionary"]
