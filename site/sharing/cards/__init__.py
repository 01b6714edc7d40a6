"""Share cards: the pictures of a page that a chat group, a wall or a story shows.

`content` is what a card says, made by the page; `designs` draws it; `made` keeps what was drawn and hands it out.
"""
