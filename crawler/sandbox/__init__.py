"""A small web of invented column sites on loopback, with its truth as data.

``content`` says what a site holds; ``demo`` invents the plain site, ``city`` the one of any family. A module of
``platforms`` is a family of site software: where pages stand, how a pager works, what else is answered. ``skin``,
``layout`` and the modules named after pages say how a site looks. ``shelf`` holds the rows of a column and moves an
article while a crawl runs; ``truth`` says what a crawler should find, ``comparison`` what it did find; ``server``
serves the pages.

A further family is one more module in ``platforms``, found by listing the folder.
"""
