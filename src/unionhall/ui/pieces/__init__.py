"""The components: each a function with strict keyword arguments that returns safe HTML."""
