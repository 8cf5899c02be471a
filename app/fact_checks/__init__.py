"""Units are asked by letter whether their facts are still right, and answer by its link without signing in."""
