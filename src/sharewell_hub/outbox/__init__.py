"""Letters that tell a service to sign in: a reference and a link, and nothing about anybody."""
