"""What programs read: the data of an edition under /api/, llms.txt and the data blocks in pages."""
