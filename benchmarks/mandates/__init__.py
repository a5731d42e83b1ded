"""Are mandates found, and read right? Paragraphs labelled by hand in six languages."""
