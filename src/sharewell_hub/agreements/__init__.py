"""What the partnership's agencies have agreed to share, who signed it, and from when until when."""
