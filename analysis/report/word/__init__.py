"""The parts of a Word document: the office's template or a blank page, styles, tables, contents."""
