"""What is a document of this group? Values and tables only: no parsing of files, no database."""
