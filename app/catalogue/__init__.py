"""The public catalogue: what anybody may find of infrastructures and their capabilities, without signing in."""
