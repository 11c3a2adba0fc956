"""General practice: patients, registrations, addresses and journal of a SystmOne extract, in deliveries."""

from __future__ import annotations

import pytest

from tests.record.ready.layouts import ANNA, BASHIR, Layout, aside, loaded, said, same, table

pytestmark = pytest.mark.slow  # each loads records

PATIENT = Layout(
    columns=[
        *("RowIdentifier", "IDOrganisationVisibleTo", "Title", "FirstName", "MiddleNames", "Surname"),
        *("PreviousSurname", "NHSNumber", "DateBirth", "DateDeath", "BirthPlace", "Gender", "SpeaksEnglish"),
        *("EmailAddress", "TestPatient", "SSRef", "SpineMatched", "RemovedData"),
    ],
    usual=said(
        "RowIdentifier=7001; IDOrganisationVisibleTo=Z99001; FirstName=Anna; Surname=Adams; "
        f"NHSNumber={ANNA}; DateBirth=03 Feb 1950; Gender=F; TestPatient=0; RemovedData=0"
    ),
)
REGISTRATION = Layout(
    columns=[
        *("RowIdentifier", "IDOrganisationVisibleTo", "DateEventRecorded", "IDProfileEnteredBy", "DateRegistration"),
        *("DateDeRegistration", "RegistrationStatus", "PreferredPharmacy", "IDPatient", "IDOrganisation"),
        *("IDOrganisationRegisteredAt", "RemovedData"),
    ],
    usual=said(
        "RowIdentifier=1; IDOrganisationVisibleTo=Z99001; DateRegistration=01 Apr 2015 00:00:00; "
        "RegistrationStatus=GMS; IDPatient=7001; RemovedData=0"
    ),
)
ADDRESS = Layout(
    columns=[
        *("RowIdentifier", "IDOrganisationVisibleTo", "DateEventRecorded", "DateEvent", "IDProfileEnteredBy"),
        *("IDDoneBy", "TextualEventDoneBy", "IDOrganisationDoneAt", "NameOfBuilding", "NumberOfBuilding"),
        *("NameOfRoad", "NameOfLocality", "NameOfTown", "NameOfCounty", "FullPostCode", "DateTo", "AddressType"),
        *("IDEvent", "IDPatient", "IDOrganisation", "CcgOfResidence", "RemovedData"),
    ],
    usual=said("RowIdentifier=1; DateEvent=01 Apr 2015; FullPostCode=SO60 1AA; AddressType=Home; IDPatient=7001"),
)
CODE = Layout(
    columns=[
        *("RowIdentifier", "IDOrganisationVisibleTo", "DateEventRecorded", "DateEvent", "IDProfileEnteredBy"),
        *("IDDoneBy", "TextualEventDoneBy", "IDOrganisationDoneAt", "CTV3Code", "CTV3Text", "NumericComparator"),
        *("IsNumeric", "NumericValue", "NumericUnit", "EpisodeType", "IDTemplate", "IDEvent", "IDPatient"),
        *("IDReferralIn", "IDAppointment", "IDVisit", "IDOrganisation", "IDOrganisationRegisteredAt"),
        *("RemovedData", "SNOMEDCode"),
    ],
    usual=said(
        "RowIdentifier=1; DateEventRecorded=05 May 2025 10:11:12; DateEvent=05 May 2025 10:00:00; CTV3Code=XE0Uc; "
        "SNOMEDCode=38341003; IDPatient=7001; RemovedData=0"
    ),
)
PRESSURE = said("RowIdentifier=2; CTV3Code=2469.; SNOMEDCode=271649006; NumericValue=141; NumericUnit=mmHg")


def delivery(day, *, patients=({},), registrations=({},), addresses=({},), codes=({}, PRESSURE)):
    return {
        f"gp/{day}/SRPatient.csv": PATIENT.file(*patients),
        f"gp/{day}/SRPatientRegistration.csv": REGISTRATION.file(*registrations),
        f"gp/{day}/SRPatientAddressHistory.csv": ADDRESS.file(*addresses),
        f"gp/{day}/SRCode.csv": CODE.file(*codes),
    }


SAMPLE = delivery("2025-06-01")
CODES = "SELECT recorded_date, kind, code, code_system, value_number, value_unit FROM observation ORDER BY 1, 3"


def test_a_practice_tells_who_is_registered_where_they_live_and_what_was_coded(tmp_path):
    old = said("RowIdentifier=3; DateEvent=01 Jan 1999; SNOMEDCode=; CTV3Code=H33..")
    moved = said("RowIdentifier=2; DateEvent=01 Apr 2010; DateTo=31 Mar 2015; FullPostCode=SO60 1AB")
    guest = said("RowIdentifier=2; RegistrationStatus=Temporary Resident; DateRegistration=01 Jan 2025")
    place, report = loaded(
        tmp_path,
        "gp_journal",
        delivery("a", registrations=[{}, guest], addresses=[{}, moved], codes=[{}, PRESSURE, old]),
    )
    assert same(
        table(place, report, CODES),
        """
        1999-01-01 | finding     | H33..     | ctv3   |       |
        2025-05-05 | measurement | 271649006 | snomed | 141.0 | mmHg
        2025-05-05 | finding     | 38341003  | snomed |       |
        """,
    )
    what = "registration_type, organisation_code, start_date, end_date"
    found = table(place, report, f"SELECT {what} FROM registration WHERE registration_type = 'gp'")
    assert same(found, "gp | Z99001 | 2015-04-01 |")
    assert same(
        table(place, report, "SELECT start_date, end_date FROM address ORDER BY 1"),
        "2010-04-01 | 2015-04-01\n2015-04-01 |",
    )
    assert aside(place, report) == ""


def test_a_later_delivery_corrects_and_takes_back(tmp_path):
    first = delivery("2025-06-01", codes=[{}, PRESSURE])
    later = delivery(
        "2025-07-01",
        patients=[said("Surname=Archer")],
        registrations=[said("DateDeRegistration=01 Jul 2025")],
        addresses=[],
        codes=[said("RowIdentifier=2; RemovedData=1; DateEvent=; CTV3Code=; SNOMEDCode=; IDPatient=")],
    )
    place, report = loaded(tmp_path, "gp_journal", first | later)
    assert same(table(place, report, CODES), "2025-05-05 | finding | 38341003 | snomed | |")
    found = table(place, report, "SELECT end_date FROM registration WHERE registration_type = 'gp'")
    assert found == "2025-07-01"
    assert "2025-07-01/SRCode.csv 2 RowIdentifier row withdrawn: takes back what was sent under this key" in aside(
        place, report
    )


def test_what_is_wrong_is_named_and_opt_outs_are_kept(tmp_path):
    codes = [
        said("RowIdentifier=4; SNOMEDCode=827241000000103"),
        said("RowIdentifier=5; CTV3Code=; SNOMEDCode="),
        said("RowIdentifier=6; DateEvent=01 Jan 1801"),
        said("RowIdentifier=7; IDPatient=9999"),
    ]
    patients = [
        *({}, said("RowIdentifier=7002; TestPatient=1")),
        said(
            f"RowIdentifier=7003; NHSNumber={BASHIR}; DateBirth=01 Jan 1900; Gender=m; Surname=Begum; FirstName=Bashir"
        ),
    ]
    place, report = loaded(tmp_path, "gp_journal", delivery("a", patients=patients, codes=codes))
    assert same(
        aside(place, report),
        """
        a/SRCode.csv 3 CTV3Code row refused: has no code
        a/SRCode.csv 4 DateEvent row refused: is before 1900
        a/SRCode.csv 5 row refused: names a person whom no row of the source describes
        a/SRPatient.csv 3 TestPatient row refused: is a test patient
        """,
    )
    assert same(table(place, report, "SELECT sex, birth_date FROM person"), "M |")  # Anna opted out
    with_all = "SELECT preference_type, value, start_date FROM preference"
    assert place.rows(report, with_all, purpose="direct_care")[0][:2] == ("type_1_opt_out", "opted_out")


def test_an_opt_out_recorded_in_ctv3_is_one_where_the_file_has_no_snomed_code(tmp_path):
    codes = [said("RowIdentifier=4; CTV3Code=XaZ89")]
    patients = [
        {},
        said(
            f"RowIdentifier=7003; NHSNumber={BASHIR}; DateBirth=01 Jan 1900; Gender=m; Surname=Begum; FirstName=Bashir"
        ),
    ]
    files = delivery("a", patients=patients)
    files["gp/a/SRCode.csv"] = CODE.file(*codes, without=("SNOMEDCode",))
    place, report = loaded(tmp_path, "gp_journal", files)
    assert place.rows(report, "SELECT sex FROM person") == [("M",)]
    kept = place.rows(report, "SELECT preference_type, value FROM preference", purpose="direct_care")
    assert kept == [("type_1_opt_out", "opted_out")]
