"""Evidence beside the stated needs: published forecasts and counts of job ads, and the region's joint judgement of them all."""
