"""The upload edge, raw ASGI: tus 1.0.0 for browsers, one PUT for ``curl``.

    POST   /upload/                 tus creation; Upload-Metadata: occasion, filename
    HEAD   /upload/<id>             Upload-Offset: what lies on disk
    PATCH  /upload/<id>             the next bytes; acknowledged when they lie on disk
    DELETE /upload/<id>             tus termination
    PUT    /upload/<occasion>/<filename>      a whole file

Source: tus resumable upload protocol 1.0.0, core and the extensions creation, expiration and
termination. Who asks is told by session cookie or bearer key; forms of other sites cannot send
the ``Tus-Resumable`` header or a PUT without being asked by the browser first, and a foreign
``Origin`` is refused.
"""

from __future__ import annotations

from stadtherz.core.media.upload.edge import app

__all__ = ["app"]
