"""The board pack: the same results as charts, web pages, tagged PDF, Word document, CSV and JSON."""
