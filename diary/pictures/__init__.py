"""Pictures of the trends as SVG: plain figures in, text out, no clock and no fonts.

The same figures give the same bytes. Nothing is told by colour alone: every state has
its own shape or pattern, and every number stands there as text.
"""
