"""The counter on other sites: a framed document, a badge, a line of text, and the code that puts them there."""
