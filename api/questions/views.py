"""What the person is asked: missing answers that a criterion waits for."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.base import DiaryView, Unavailable
from api.schema import STRING, UUID, array_of, errors, object_schema
from api.warnings.outputs import language
from diary.criteria.questions import question_text
from diary.judged import judged_now
from diary.questions import OpenQuestion, open_questions
from diary.services.guarded import Failed, guarded

QUESTION = object_schema(
    {
        "id": UUID,
        "about": object_schema({"table": STRING, "id": STRING}),
        "criterion": STRING,
        "field": STRING,
        "text": STRING,
    }
)
_NULL = {"type": "null"}
QUESTIONS = object_schema(
    {"results": array_of(QUESTION), "next": _NULL, "previous": _NULL}
)


class QuestionList(DiaryView):
    """Everything that may be asked now, the newest entry first."""

    @extend_schema(responses={200: QUESTIONS, **errors()}, tags=["questions"])
    def get(self, request: Request) -> Response:
        """All open questions, judged now; none without consent to flagging."""
        diary = self.diary_id
        present = guarded(diary, lambda: judged_now(diary, now=self.now))
        if isinstance(present, Failed):
            raise Unavailable
        found = (
            open_questions(present.findings, present.facts, diary=diary, now=self.now)
            if present
            else ()
        )
        return Response(
            {
                "results": [_question(one) for one in found],
                "next": None,
                "previous": None,
            }
        )


def _question(found: OpenQuestion) -> dict[str, object]:
    return {
        "id": str(found.id),
        "about": {"table": found.table, "id": found.entry},
        "criterion": found.criterion,
        "field": found.field,
        "text": question_text(found.field, language()),
    }
