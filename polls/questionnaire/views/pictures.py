"""The pictures of a questionnaire, for whoever sees its pages."""

from django.contrib.auth.decorators import login_not_required, permission_required
from django.http import FileResponse, Http404, HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST, require_safe

from polls.questionnaire.models import Poll
from polls.questionnaire.pictures import (
    CONTENT_TYPES,
    NotAPictureError,
    picture_address,
    picture_path,
    store_picture,
)


@require_POST
@permission_required("polls.change_poll", raise_exception=True)
def add_picture(request: HttpRequest, slug: str) -> JsonResponse:
    """Keep a picture for the poll's choices: 200 with its name and address, or 422 when it is none."""
    get_object_or_404(Poll, slug=slug)
    file = request.FILES.get("picture")
    try:
        name = store_picture(file) if file is not None else ""
    except NotAPictureError:
        name = ""
    if not name:
        return JsonResponse({"reason": "not a picture"}, status=422)
    return JsonResponse({"name": name, "address": picture_address(name)})


@login_not_required
@require_safe
def picture(request: HttpRequest, name: str) -> FileResponse:
    """Give a picture. Its name is the hash of its content: a browser may keep it for good, and nobody can guess one."""
    path = picture_path(name)
    if path is None:
        raise Http404
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "Content-Security-Policy": "default-src 'none'"}
    return FileResponse(path.open("rb"), content_type=CONTENT_TYPES[path.suffix[1:]], headers=headers)
