"""What needs and capabilities say, in numbers: words and letters hashed, concepts, sentences, the reader."""
