"""Worked cases: what fails them, and which versions of norms they do not reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from opengov.errors import PackCaseError, PackUnreachableError
from opengov.packs import check_cases, coverage_faults, load_pack, read_cases
from tests.unit.packs.packs import edit, ground, norm, top, version, write

if TYPE_CHECKING:
    from pathlib import Path

REQUEST = 'type = "matter", kind = "request", id = "a"'


def case(record: str, expect: str = "", *, on: str = "2026-06-01") -> str:
    return (
        f'[[case]]\nname = "{record[:40].replace(chr(34), "")}"\nas_of = {on}\n'
        f"record = {{ {record} }}\nexpect = {{ {expect} }}\n"
    )


def faults(folder: Path, *cases: str) -> list[PackUnreachableError]:
    (folder / "cases.toml").write_text("\n".join(cases), "utf-8")
    return coverage_faults(load_pack(folder), read_cases(folder))


def request(received: str = "", replied: str = "", more: str = "") -> str:
    days = {"received_on": received, "replied_on": replied}
    stated = ", ".join(f"{name} = {day}" for name, day in days.items() if day)
    return case(f"{REQUEST}, milestones = {{ {stated} }}{more}")


# Five working days after Wednesday 6 May 2026 end on the 12th, for Saturday the 9th was worked.
MET = request("2026-05-06", "2026-05-07")
LATE = request("2026-05-06", "2026-05-29")


def facts(**stated: bool) -> str:
    told = ", ".join(
        f'{{ name = "{name}", holds = {str(holds).lower()} }}' for name, holds in stated.items()
    )
    return f"facts = [{told}]"


PAIRS = {
    "deadline": (MET, LATE),
    "min-duration": (request("2026-04-01", "2026-05-15"), request("2026-05-06", "2026-05-07")),
    "window": (MET, LATE),
    "cadence": (
        case(f"{REQUEST}, milestones = {{ replied_on = [2020-05-01, 2022-05-01] }}"),
        case(REQUEST),
    ),
    "gate": (case(f"{REQUEST}, {facts(urgent=True)}"), case(f"{REQUEST}, {facts(urgent=False)}")),
    "required-elements": (case(f'{REQUEST}, elements = ["reasons"]'), case(REQUEST)),
    "channel-duty": (
        case(f'{REQUEST}, channels = ["website"]'),
        case(f"{REQUEST}, channels = []"),
    ),
}
"""For each kind of norm a case that meets it and one that breaches it."""


@pytest.mark.parametrize("kind", PAIRS)
def test_a_version_needs_a_case_that_meets_it_and_one_that_breaches_it(
    tmp_path: Path, kind: str
) -> None:
    folder = write(tmp_path, x=norm("x", kind))
    met, breached = PAIRS[kind]
    assert faults(folder, met, breached) == []
    if kind != "cadence":  # of a duty that returns one case can show both
        (missing,) = faults(folder, met)
        assert missing.where == "x version from 2020-01-01"
        (other,) = faults(folder, breached)
        assert missing.what != other.what
    assert len(faults(folder, request())) >= 1


def test_the_words_say_which_case_is_missing(tmp_path: Path) -> None:
    folder = write(tmp_path, x=norm("x", "gate"))
    (fault,) = faults(folder, PAIRS["gate"][0])
    assert "with the gate closed" in fault.what
    assert "cases.toml" in fault.remedy


def test_every_version_counts_for_itself(tmp_path: Path) -> None:
    two = top("x") + version(more="end = 2026-05-20") + version(start="2026-05-20")
    folder = write(tmp_path, x=two)
    assert {fault.where for fault in faults(folder, MET, LATE)} == {"x version from 2026-05-20"}


@pytest.mark.parametrize("kind", ["prompt", "default"])
def test_what_cannot_be_breached_need_only_be_reached(tmp_path: Path, kind: str) -> None:
    folder = write(tmp_path, x=norm("x", kind))
    assert faults(folder, MET) == []
    assert len(faults(folder)) == 1


def test_a_duty_that_an_agency_bound_itself_to_can_be_breached(tmp_path: Path) -> None:
    text = norm("x", "prompt", more="within = { workdays = 3 }")
    folder = write(tmp_path, level="agency", x=text)
    assert len(faults(folder, MET)) == 1
    assert faults(folder, MET, LATE) == []


def test_a_ground_needs_a_case_where_it_holds_and_one_where_it_does_not(tmp_path: Path) -> None:
    folder = write(tmp_path, x=norm("x", "default"))
    (folder / "rules").mkdir()
    (folder / "rules" / "small.toml").write_text(ground(), "utf-8")
    holds = case(f"{REQUEST}, {facts(small=True)}")
    open_ = case(f"{REQUEST}, {facts(small=False)}")
    assert faults(folder, holds, open_) == []
    assert ["ground holding" in fault.what for fault in faults(folder, open_)] == [True]
    assert ["not holding" in fault.what for fault in faults(folder, holds)] == [True]
    assert len(faults(folder, case(REQUEST))) == 2  # nobody knows


def test_a_waived_duty_is_neither_met_nor_breached(tmp_path: Path) -> None:
    folder = write(tmp_path, x=norm("x", more='waived_by = { tag = "urgent" }'))
    waived = f", {facts(urgent=True)}"
    met = request("2026-05-06", "2026-05-07", waived)
    late = request("2026-05-06", "2026-05-29", waived)
    assert len(faults(folder, met, late)) == 2


def deviations(folder: Path, text: str) -> list[PackCaseError]:
    (folder / "cases.toml").write_text(text, "utf-8")
    return check_cases(read_cases(folder), [load_pack(folder)])


def test_a_case_that_speaks_of_no_norm_is_a_fault(tmp_path: Path) -> None:
    folder = write(tmp_path, reply=norm("reply"))
    (fault,) = deviations(folder, case(REQUEST, 'absent = ["replies"]'))
    assert (fault.what, fault.remedy) == (
        "no norm is called 'replies'.",
        "Mend the name. Did you mean 'reply'?",
    )


@pytest.mark.parametrize(
    ("expect", "words"),
    [
        ('obligations = [{ norm = "x", status = "met-late" }]', "x is met, not met-late"),
        ('obligations = [{ norm = "x", due = 2026-05-13 }]', "due 2026-05-12, not 2026-05-13"),
        ('obligations = [{ norm = "x", displaced_by = "x" }]', "x gives way to no norm, not to x"),
        ('absent = ["x"]', "x gives an obligation"),
        ('open = ["x"]', "the gate x is not open"),
        ('missing = ["reasons"]', "missing elements are none, not reasons"),
        ('asks = ["urgent"]', "nobody asks for urgent"),
        ('conflicts = ["reply"]', "conflicts are none, not reply"),
    ],
)  # fmt: skip
def test_a_failing_case_says_what_came_out_instead(tmp_path: Path, expect: str, words: str) -> None:
    """Received on Wednesday 6 May 2026; Saturday the 9th was worked: five days end on the 12th."""
    record = f"{REQUEST}, milestones = {{ received_on = 2026-05-06, replied_on = 2026-05-07 }}"
    (fault,) = deviations(write(tmp_path, x=norm("x")), case(record, expect))
    assert words in fault.what


def test_sets_name_what_the_pack_itself_finds(tmp_path: Path) -> None:
    """A case of a lower pack does not fail because a higher one asks for something as well."""
    above = write(tmp_path / "high", level="national", g=norm("g", "required-elements"))
    edit(above, "pack.toml", lambda text: text.replace("our-plan", "national"))
    low = write(tmp_path / "low", x=norm("x", "default"))
    stack = [load_pack(above), load_pack(low)]
    for expected in ("missing = []", 'missing = ["reasons"]'):
        (low / "cases.toml").write_text(case(REQUEST, expected), "utf-8")
        assert check_cases(read_cases(low), stack) == []
    (low / "cases.toml").write_text(case(REQUEST, "missing = []"), "utf-8")
    assert check_cases(read_cases(low), stack[::-1])  # now it is a case of the higher one
