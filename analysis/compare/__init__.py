"""The statistics: pure functions of clean tables to tables. No files, no charts."""
