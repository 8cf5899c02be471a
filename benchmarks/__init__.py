"""What the figures in the README come from; `python -m benchmarks` prints ratios measured in one run."""
