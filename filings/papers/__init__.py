"""The official tables: grids, described once, from which every output comes."""
