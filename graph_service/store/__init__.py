"""The graph over one Bolt path: Neo4j, or the embedded default."""
