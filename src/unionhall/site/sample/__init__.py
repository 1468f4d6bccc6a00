"""The sample federation: one real district with invented unions, people and requests, from a seed."""
