"""A union's own values in the place of a rule's: pages and interface above the rulebook, which knows no unions."""
