"""Each agency's own record of a child or an adult: a name and a birthday, sealed."""
