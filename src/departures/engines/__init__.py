"""Engines run a declaration; they do not know what they run. The mean field multiplies where others would draw."""
