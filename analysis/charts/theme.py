"""One look for all charts: colours by meaning, safe for the colour-blind, and a Chinese font."""

import plotly.graph_objects as go

FONT = "Noto Sans CJK SC, Microsoft YaHei, SimHei, sans-serif"
# Okabe & Ito (2008)
DATA = "#0072B2"
BAND = "rgba(0, 114, 178, 0.15)"
ROLLING = "#777777"
WORSE = "#D55E00"


def themed(figure: go.Figure, title: str, subtitle: str, source: str) -> go.Figure:
    """`figure` with the project's look, a title, its definition below and its source at the foot."""
    figure.update_layout(
        template="plotly_white",
        font={"family": FONT, "size": 13},
        title={"text": title, "subtitle": {"text": subtitle}, "x": 0, "xref": "paper"},
        margin={"l": 70, "r": 30, "t": 110, "b": 90},
        legend={"orientation": "h", "y": -0.08, "x": 1, "xanchor": "right", "yanchor": "top"},
    )
    figure.add_annotation(
        text=source,
        x=0, y=0, xref="paper", yref="paper", yshift=-75,
        showarrow=False, font={"size": 11, "color": ROLLING},
    )  # fmt: skip
    return figure
