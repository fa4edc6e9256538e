"""Tỉnh Số: how Vietnam's provinces compare in their digital transformation.

A figure walks one way, and each room is one stage of the walk:
``clean`` → ``validate`` → ``compare`` → ``charts`` → ``page`` and ``places`` → ``publish``.
``model`` and ``words`` serve all of them; ``build`` runs the walk from end to end; ``contribute``
is for people who add figures. A room imports only from rooms to its left.
"""

import sys

# jsonschema, which checks notebooks and charts, takes a second or two to build a grammar of web
# addresses where this module is installed, for a format that neither has. Told that there is none,
# it does without.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
