"""Pages beside the report: the situation for leaders, the explorer for analysts, the gallery of charts, a
card of each indicator."""
