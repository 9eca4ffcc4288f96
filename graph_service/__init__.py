"""Linked responsibility: who is bound to what, by which words of which law, since when, until when, and how we know."""
