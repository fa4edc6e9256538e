"""Pages from chapters: run the notebooks, render with Quarto or the embedded renderer, finish.

``render`` is the whole stage.
"""

from analysis.publish.render import render

__all__ = ["render"]
