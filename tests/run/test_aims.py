"""What actions are to narrow, as a run reads it of the record that it keeps."""

from __future__ import annotations

from datetime import UTC, date, datetime

from oneplace import place
from oneplace.delivery import happened
from oneplace.delivery.happened import Action, Entry, Kind, change
from oneplace.run.aims import aims
from tests.web import world

TODAY = date(2026, 4, 1)


def entries(folder, subject, public):
    measure = next(one.id for one in place.read(folder).measures.values() if one.breakdowns.has("deprivation"))
    said = {"text": "Ring", "due": "2026-05-01", "org": "council", "public": public}
    made, _ = change(Kind.ACTION, None, "made", said, TODAY)
    aim = {"group": "deprivation:1", "measure": measure, "narrows": "2", "shows_by": "2027-03-31", "why": "So"}
    aimed, why = change(Kind.ACTION, made, "aimed", aim, TODAY)
    for number, (what, before, after) in enumerate((("made", None, made), ("aimed", made, aimed)), 1):
        yield Entry(
            kind=Kind.ACTION, subject=subject, number=number, at=datetime(2026, 4, 1, 9, number, tzinfo=UTC),
            by="lena", what=what, why=why if before else "", after=after.model_dump(mode="json"),
            before=before.model_dump(mode="json") if isinstance(before, Action) else None,
        )  # fmt: skip


def test_the_aims_of_a_record_are_what_a_run_judges(tmp_path):
    folder = tmp_path / "place"
    world.make(folder)
    path = folder / happened.FILE
    path.parent.mkdir(exist_ok=True)
    path.write_text(happened.written([*entries(folder, "A1", "yes"), *entries(folder, "A2", "no")]))
    found = list(aims(folder))
    assert [(one.action, one.public) for one in found] == [("A1", True), ("A2", False)]
    one = found[0]
    assert (one.dimension, one.group, one.group_words) == ("deprivation", "1", "the most deprived fifth")
    assert (one.narrows, one.said_on, one.since, one.until) == (2, TODAY, TODAY, date(2027, 3, 31))
    assert not one.illustrative
    path.unlink()
    assert list(aims(folder)) == []
