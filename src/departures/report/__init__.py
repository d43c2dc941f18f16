"""The report: figures, tables and one page, in which every number says where it comes from."""
