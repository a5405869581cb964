"""A report on a plan, or on two versions of it, as one HTML file that needs nothing else."""

from trustkg.report_page.page import render, render_comparison

__all__ = ["render", "render_comparison"]
