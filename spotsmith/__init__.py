"""Spotsmith's launcher; the product itself is in the folders beside it (see README, "The tree")."""
