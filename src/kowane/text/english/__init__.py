"""English, American and British: normalisation by rules of our own, G2P by misaki."""
