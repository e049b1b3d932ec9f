"""Serve: the site and a read-only SPARQL 1.1 Protocol endpoint on loopback.

`question` reads a request, `pool` runs it in a worker process that can be killed, `worker` is that process,
`results` and `formats` write what was found, `app` joins them with the site, `run` starts the server.
"""
