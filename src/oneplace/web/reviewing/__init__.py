"""Doubtful links of people's records, looked at side by side and answered."""
