"""Pictures of flows: every module in this folder is one file format of pictures, named like it."""
