"""The runner of jobs: what is done beside the answers, when, and how it stands."""
