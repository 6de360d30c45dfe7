"""The pictures of a questionnaire, for whoever sees its pages."""

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from polls.questionnaire.pictures import CONTENT_TYPES, picture_path


@login_not_required
@require_safe
def picture(request: HttpRequest, name: str) -> FileResponse:
    """Give a picture. Its name is the hash of its content: a browser may keep it for good, and nobody can guess one."""
    path = picture_path(name)
    if path is None:
        raise Http404
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "Content-Security-Policy": "default-src 'none'"}
    return FileResponse(path.open("rb"), content_type=CONTENT_TYPES[path.suffix[1:]], headers=headers)
