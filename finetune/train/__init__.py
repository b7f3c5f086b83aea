"""Records become an adapter: recipes, examples, the loss, the trainer, the plan before and the page after."""
