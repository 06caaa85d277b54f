"""Figures on needs: how they are counted, what of them may be published, and the pages that show them."""
