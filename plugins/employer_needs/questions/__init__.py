"""The region's own questions beside the standard need record: kinds, conditions, versions, the builder, and employers' answers."""
