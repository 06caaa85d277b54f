"""A region's joint plan (*plan för kompetensförsörjning*): goals, actions, owners, meetings, the board, the yearly report."""
