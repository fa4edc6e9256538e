"""Tỉnh Số: how Vietnam's provinces compare in their digital transformation.

A figure walks one way, and each subpackage is one stage of the walk:
``clean`` → ``validate`` → ``compare`` → ``charts`` → ``publish``.
A stage imports only from stages to its left (and from the small modules beside this file).
"""
