"""What must hold of every clean table, as Great Expectations suites.

``check`` runs them; a failure of severity *critical* stops the build before anything is
published.
"""

from analysis.validate.report import FILE, load
from analysis.validate.run import check

__all__ = ["FILE", "check", "load"]
