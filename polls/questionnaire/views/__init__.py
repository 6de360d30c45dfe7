"""Pages beside the builder: publishing, closing, reopening, duplicating."""
