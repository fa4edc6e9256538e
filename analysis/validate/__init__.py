"""What must hold of every clean table, and could be better in raw files: Great Expectations suites.

``check`` runs them; a failure of severity *critical* stops the build before anything is
published, one of severity *warning* is shown.
"""

from analysis.validate.report import FILE, Check, Report, load
from analysis.validate.run import check

__all__ = ["FILE", "Check", "Report", "check", "load"]
