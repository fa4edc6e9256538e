"""Tables to Altair charts, one theme. Every function returns a ``Figure``."""

import sys

# Altair checks specifications with jsonschema, which takes a second to build a grammar of web
# addresses where this module is installed, for a format that no chart uses. Told that there is
# none, it does without.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
