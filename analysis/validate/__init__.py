"""What must hold of every clean table: Great Expectations suites.

``check`` runs them; a failure stops the build before anything is published.
"""

from analysis.validate.report import FILE, Check, Report, load
from analysis.validate.run import check

__all__ = ["FILE", "Check", "Report", "check", "load"]
