"""Whether a tuned model is better than its base: what it writes is compiled, what it knows is asked, people choose."""
