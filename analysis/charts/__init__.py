"""Tables to Altair charts, one theme. Every function returns a ``Figure``."""
