"""How fast Sharewell is, measured beside its limits and its peers; `./run bench [NAME ...]`."""
