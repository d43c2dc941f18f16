"""Compiled functions that XLA calls itself, for what is done month by month and would be slow as many small array
operations. They know nothing of people or countries.
"""
