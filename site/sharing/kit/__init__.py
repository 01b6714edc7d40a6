"""Share kits: what a union takes along of a story, as one zip. Content goes in, bytes come out; knows no pages."""
