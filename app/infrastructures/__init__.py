"""Infrastructures: their facts, capabilities and readiness, kept current by their own staff."""
