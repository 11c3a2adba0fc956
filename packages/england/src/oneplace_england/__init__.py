"""Published figures and neighbourhood outlines of all England: data only, declared in ``datasets.yaml`` beside this."""
