"""Timelines of a party or a case on both clocks: what was so when, and since when it is known; as text and as picture.

Pure: plain values in, plain values, lines of text, or one SVG out.
"""

from graph_service.timelines.held import Held, Turn, held, turns
from graph_service.timelines.picture import Shape, drawing, picture
from graph_service.timelines.text import lines, words_of

__all__ = ["Held", "Shape", "Turn", "drawing", "held", "lines", "picture", "turns", "words_of"]
