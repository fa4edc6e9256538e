"""Pages from chapters: run the notebooks, render with Quarto or the embedded renderer, finish."""
