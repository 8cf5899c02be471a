"""Tests of support and de minimis aid."""
