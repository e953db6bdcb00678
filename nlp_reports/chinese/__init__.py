"""In: Chinese text. Out: words, sentences, numbers. The language, not reports."""
