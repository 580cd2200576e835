"""The second wall: what the database itself lets each person see, whatever the code forgets."""
