"""Synthetic variation: tasks that a pack makes up for the spots of a site, kept only where their code builds clean."""
