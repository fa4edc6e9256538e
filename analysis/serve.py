"""Show the finished site in the browser, on this machine only."""

from __future__ import annotations

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HOST = "127.0.0.1"


def serve(site: Path, port: int) -> None:
    """Serve ``site`` until interrupted. Raises FileNotFoundError where it has not been built."""
    if not (site / "index.html").is_file():
        raise FileNotFoundError(f"{site} holds no site yet; build it with: make site")
    handler = partial(SimpleHTTPRequestHandler, directory=str(site))
    with ThreadingHTTPServer((HOST, port), handler) as server:
        print(f"http://{HOST}:{server.server_port}/  (stop with Ctrl-C)", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()
