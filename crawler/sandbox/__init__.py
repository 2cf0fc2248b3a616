"""A small web of invented column sites on loopback, with its truth as data.

``content`` says what a site holds and ``demo`` invents one; a platform module (``jeecms``) says where its
pages stand, ``skin`` and the ``*_page`` modules how they look; ``truth`` says what a crawler should find;
``server`` serves the pages.
"""
