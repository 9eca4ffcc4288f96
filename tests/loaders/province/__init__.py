"""Tests of the generated province."""
