"""What needs and capabilities say, in numbers: words and char n-grams hashed, concepts, sentences, the extractor."""
