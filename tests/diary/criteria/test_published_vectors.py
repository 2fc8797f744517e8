"""The published vectors hold, and the runner notices when one does not."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from diary.criteria.catalogue import CRITERIA_FILE
from diary.criteria.vectors import agrees, run

DOCUMENT = json.loads(CRITERIA_FILE.read_text(encoding="utf-8"))
RESULTS = run(DOCUMENT)
FALSE_CLAIM = {
    "rule": "dark-urine",
    "name": "wrong on purpose",
    "input": {"now": "2025-03-20T09:00:00+01:00", "episodes": []},
    "expect": {"result": "fired"},
}
TRUE_CLAIM = {**FALSE_CLAIM, "expect": {"result": "not_fired"}}


@pytest.mark.parametrize("result", RESULTS, ids=lambda result: result.name)
def test_published_vector_holds(result):
    assert agrees(result.expected, result.actual), result.actual


def test_every_published_vector_is_run():
    lists = [rule["test_vectors"] for rule in DOCUMENT["rules"]]
    keys = ("night", "sleep", "suppression", "delivery", "outcome")
    lists += [DOCUMENT[f"{key}_vectors"] for key in keys]
    assert len(RESULTS) == sum(map(len, lists)) > 200


@pytest.mark.parametrize(
    ("expected", "actual"),
    [
        ({"result": "fired"}, {"result": "not_fired"}),
        ({"met": 6}, {"met": 5}),
        ({"met": 6}, {}),
        ({"TIB": 495.0}, {"TIB": 495.1}),
        ("2025-03-20T03:02:30+01:00", "2025-03-20T03:02:30+02:00"),
        (["notify"], ["suppress"]),
        (None, "2025-03-20T03:02:30+01:00"),
    ],
)
def test_a_different_answer_is_noticed(expected, actual):
    assert not agrees(expected, actual)


def test_one_instant_written_in_two_zones_agrees():
    assert agrees("2025-10-26T02:37:30+01:00", "2025-10-26T01:37:30+00:00")


def test_command_passes_on_the_published_file():
    out = StringIO()
    call_command("check_criteria", str(CRITERIA_FILE), stdout=out)
    assert out.getvalue().splitlines()[-1] == f"{len(RESULTS)} passed, 0 failed"


def test_command_prints_the_difference_and_exits_with_1(tmp_path):
    file = tmp_path / "vectors.json"
    file.write_text(json.dumps([FALSE_CLAIM]))
    out = StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("check_criteria", str(file), stdout=out)
    assert stopped.value.code == 1
    assert "dark-urine: wrong on purpose" in out.getvalue()
    assert out.getvalue().splitlines()[-1] == "0 passed, 1 failed"


@pytest.mark.parametrize(
    "content",
    [
        "not json",
        "[{}]",
        "[3]",
        "{}",
        '{"vectors": []}',
        '{"rules": [{"id": "dark-urine", "test_vectors": {}}]}',
        '{"night_vectors": 3}',
        "[" * 100_000,
        "",
    ],
)
def test_command_refuses_a_file_that_is_not_vectors(tmp_path, content):
    file = tmp_path / "vectors.json"
    file.write_text(content)
    with pytest.raises(CommandError, match="vectors.json is not a file of test"):
        call_command("check_criteria", str(file))


def test_a_refused_file_leaves_the_others_to_be_run(tmp_path):
    first, last = tmp_path / "refused.json", tmp_path / "vectors.json"
    first.write_text("not json")
    last.write_text(json.dumps([TRUE_CLAIM, TRUE_CLAIM]))
    out = StringIO()
    with pytest.raises(CommandError, match="refused.json"):
        call_command("check_criteria", str(first), str(last), stdout=out)
    assert out.getvalue().splitlines()[-1] == "2 passed, 0 failed"


def changed(path, value):
    """``TRUE_CLAIM`` with one value replaced."""
    claim = json.loads(json.dumps(TRUE_CLAIM))
    place = claim
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return claim


@pytest.mark.parametrize(
    ("path", "value", "reason"),
    [
        (["rule"], "no-such-rule", "There is no criterion no-such-rule."),
        (["input", "now"], "2025-03-20T09:00:00", "needs a time zone"),
        (["input", "now"], "0001-01-01T00:00:00+02:00", "date value out of range"),
        (["input", "tz"], "Europe/Nowhere", "No time zone found"),
        (["input", "episodes"], [{"id": "e1"}], "started_at"),
        (["input", "episodes"], 3, "Expected an array, found int."),
        (["input", "checkin_range"], ["2025-03-20"], "out of range"),
        (["input"], None, "Expected an object, found NoneType."),
        (["expect"], {"at": "2025-03-20T02:00:00"}, "at"),
    ],
)
def test_an_unreadable_vector_fails_alone_and_says_why(tmp_path, path, value, reason):
    file = tmp_path / "vectors.json"
    file.write_text(json.dumps([changed(path, value), TRUE_CLAIM]))
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("check_criteria", str(file), stdout=out)
    assert reason in out.getvalue()
    assert out.getvalue().splitlines()[-1] == "1 passed, 1 failed"


@pytest.mark.parametrize(
    ("key", "vector"),
    [
        ("night_vectors", {"input": {"episode": {"id": "e1"}}}),
        ("sleep_vectors", {"input": {"sol_minutes": "long"}}),
        ("suppression_vectors", {"events": [{"kind": "fire"}]}),
        ("delivery_vectors", {"at": "2025-03-20T09:00:00+01:00", "severity": "mild"}),
        ("outcome_vectors", {"input": {"rate_base": 8.0}}),
    ],
)
def test_an_unreadable_vector_of_each_kind_fails(key, vector):
    [result] = run({key: [{**vector, "name": "odd", "expect": {}}]})
    assert (result.name, result.passed) == (f"{key}: odd", False)


def test_an_answer_left_out_is_no_answer():
    unanswered = {"pregnancy": {"status": None, "week": None}}
    claim = changed(["input", "profile"], unanswered)
    [result] = run([claim])
    assert result.passed
