"""Pages of organisations, mandates and employers: they lie here because they need `access`."""
