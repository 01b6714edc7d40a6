"""Posters and thank-you cards as PDF: values of content go in, the file's bytes come out. Knows no pages."""
