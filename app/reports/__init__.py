"""The monthly report, and the frozen ones that never change."""
