"""What is wrong with a dataset, said before a model learns from it. ``run.verify`` is the way in."""
