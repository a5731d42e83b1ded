"""What people look for in the sample corpus, judged by hand; README.md says how."""
