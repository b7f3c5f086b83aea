"""Members-only decoding: where a pack knows which names may come next, a model can write no other."""
