"""The commands of ``lanmu``; a module's name is the command's name, as in Scrapy."""
