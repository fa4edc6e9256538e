"""Tỉnh Số: how Vietnam's provinces compare in their digital transformation.

A figure walks one way, and each subpackage is one stage of the walk:
``clean`` → ``validate`` → ``compare`` → ``charts`` → ``publish``.
A stage imports only from stages to its left (and from the small modules beside this file).
"""

import sys

# jsonschema, which checks notebooks and charts, takes a second or two to build a grammar of web
# addresses where this module is installed, for a format that neither has. Told that there is none,
# it does without.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
