"""A resource for each shipped view, made up after UK Core, in which every column has something to find."""

from __future__ import annotations

from typing import Any

UK = "https://fhir.hl7.org.uk/StructureDefinition"
ODS = "https://fhir.nhs.uk/Id/ods-organization-code"


def concept(code: str, *, words: str = "in words", system: str = "http://snomed.info/sct") -> dict[str, Any]:
    """A concept whose first code is of another system."""
    return {
        "coding": [{"system": "http://read.info", "code": f"r{code}"}, {"system": system, "code": code}],
        "text": words,
    }


def plain(code: str) -> dict[str, Any]:
    return {"coding": [{"system": "s", "code": code}]}


def to(kind: str, key: str) -> dict[str, str]:
    return {"reference": f"{kind}/{key}"}


def body(code: str) -> dict[str, Any]:
    return {"identifier": {"system": ODS, "value": code}}


SUBJECT = {"subject": to("Patient", "p1")}
PATIENT_ = {"patient": to("Patient", "p1")}
IN = {"encounter": to("Encounter", "e1")}
SPAN = {"start": "2024-01-02", "end": "2024-02-03"}
HOME = {
    "use": "home",
    "postalCode": "SO14 0AA",
    "period": SPAN,
    "extension": [
        {
            "url": f"{UK}/Extension-UKCore-AddressKey",
            "extension": [
                {"url": "type", "valueCodeableConcept": plain("UPRN")},
                {"url": "value", "valueString": "100062000001"},
            ],
        }
    ],
}
PATIENT = {
    "meta": {"lastUpdated": "2024-03-01T10:00:00Z"},
    "identifier": [
        {"system": "local", "value": "9"},
        {
            "system": "https://fhir.nhs.uk/Id/nhs-number",
            "value": "9990000018",
            "extension": [
                {"url": f"{UK}/Extension-UKCore-NHSNumberVerificationStatus", "valueCodeableConcept": plain("01")}
            ],
        },
    ],
    "extension": [{"url": f"{UK}/Extension-UKCore-EthnicCategory", "valueCodeableConcept": plain("A")}],
    "name": [
        {"use": "nickname", "given": ["Nan"]},
        {"use": "official", "family": "Adams", "given": ["Anna", "Beth"]},
    ],
    "gender": "female",
    "birthDate": "1950-02-03",
    "deceasedDateTime": "2024-02-29",
    "address": [{"use": "old", "postalCode": "SO15 1AA"}, HOME],
    "telecom": [{"system": "email", "value": "a@example.org"}, {"system": "phone", "value": "02380000000"}],
    "communication": [{"language": plain("cy"), "preferred": False}, {"language": plain("en"), "preferred": True}],
    "generalPractitioner": [body("Y00001"), to("Organization", "gp")],
    "managingOrganization": to("Organization", "trust"),
}
VALUES = {"valueQuantity": {"value": 71.5, "unit": "kilogram", "code": "kg"}}

EXAMPLES: dict[str, dict[str, Any]] = {
    "patient": PATIENT,
    "patient_address": {"address": [HOME]},
    "encounter": {
        **SUBJECT,
        "status": "finished",
        "class": {"code": "IMP"},
        "type": [concept("1")],
        "period": SPAN,
        "serviceProvider": {**to("Organization", "trust"), **body("RHM")},
        "location": [{"location": to("Location", "ward")}],
        "hospitalization": {"admitSource": plain("19"), "dischargeDisposition": plain("29")},
        "serviceType": plain("300"),
        "priority": plain("UR"),
        "reasonCode": [concept("2")],
        "partOf": to("Encounter", "spell"),
        "episodeOfCare": [to("EpisodeOfCare", "ep")],
    },
    "appointment": {
        "participant": [
            {"actor": to("Practitioner", "dr")},
            {"actor": to("Patient", "p1")},
            {"actor": to("Location", "room")},
            {"actor": {"identifier": {"value": "G1"}}},
        ],
        "status": "noshow",
        "created": "2024-01-01",
        "start": "2024-01-02T09:00:00Z",
        "end": "2024-01-02T09:10:00Z",
        "minutesDuration": 10,
        "appointmentType": {**plain("ROUTINE"), "text": "Face to face"},
        "serviceType": [plain("124")],
        "specialty": [{**plain("600"), "text": "General practice"}],
        "cancelationReason": plain("pat"),
        "basedOn": [to("ServiceRequest", "r1")],
    },
    "service_request": {
        **SUBJECT,
        **IN,
        "status": "active",
        "intent": "order",
        "priority": "urgent",
        "code": concept("3"),
        "category": [plain("referral")],
        "authoredOn": "2024-01-02",
        "occurrencePeriod": SPAN,
        "requester": to("Practitioner", "dr"),
        "performer": [{**to("Organization", "trust"), **body("RHM")}],
        "reasonCode": [concept("4")],
    },
    "task": {
        "for": to("Patient", "p1"),
        **IN,
        "status": "requested",
        "intent": "order",
        "priority": "routine",
        "code": concept("5"),
        "authoredOn": "2024-01-02",
        "lastModified": "2024-01-03",
        "executionPeriod": SPAN,
        "focus": to("ServiceRequest", "r1"),
        "requester": to("Practitioner", "dr"),
        "owner": {**to("Organization", "trust"), **body("RHM")},
    },
    "episode_of_care": {
        **PATIENT_,
        "status": "active",
        "type": [concept("6")],
        "period": SPAN,
        "managingOrganization": {**to("Organization", "trust"), **body("RHM")},
        "referralRequest": [to("ServiceRequest", "r1")],
    },
    "condition": {
        **SUBJECT,
        **IN,
        "clinicalStatus": plain("active"),
        "verificationStatus": plain("confirmed"),
        "category": [plain("problem-list-item")],
        "code": {
            "coding": [*concept("7")["coding"], {"system": "http://hl7.org/fhir/sid/icd-10", "code": "I10"}],
            "text": "w",
        },
        "onsetPeriod": SPAN,
        "abatementDateTime": "2024-05-01",
        "recordedDate": "2024-01-05",
    },
    "procedure": {
        **SUBJECT,
        **IN,
        "status": "completed",
        "code": {
            "coding": [*concept("8")["coding"], {"system": "https://fhir.hl7.org.uk/Id/opcs-4", "code": "W40"}],
            "text": "w",
        },
        "performedPeriod": SPAN,
        "reasonCode": [concept("9")],
    },
    "observation": {
        **SUBJECT,
        **IN,
        "status": "final",
        "category": [plain("vital-signs")],
        "code": concept("10"),
        "effectiveInstant": "2024-01-02T10:00:00Z",
        "issued": "2024-01-02T11:00:00Z",
        **VALUES,
    },
    "observation_component": {
        **SUBJECT,
        **IN,
        "status": "final",
        "effectiveDateTime": "2024-01-02",
        "issued": "2024-01-02T11:00:00Z",
        "component": [{"code": concept("11"), "valueQuantity": {"value": 120, "unit": "mmHg"}}],
    },
    "medication_request": {
        **SUBJECT,
        **IN,
        "status": "active",
        "medicationCodeableConcept": {
            "coding": [*concept("12")["coding"], {"system": "https://dmd.nhs.uk", "code": "d1"}],
            "text": "w",
        },
        "intent": "order",
        "authoredOn": "2024-01-02",
        "dispenseRequest": {"quantity": {"value": 28, "unit": "tablet"}, "numberOfRepeatsAllowed": 3},
        "dosageInstruction": [{"text": "one a day"}],
    },
    "medication_statement": {
        **SUBJECT,
        "status": "active",
        "context": to("Encounter", "e1"),
        "medicationCodeableConcept": {
            "coding": [*concept("13")["coding"], {"system": "https://dmd.nhs.uk", "code": "d1"}],
            "text": "w",
        },
        "effectivePeriod": SPAN,
        "dateAsserted": "2024-01-02",
        "dosage": [{"text": "one a day"}],
    },
    "immunization": {
        **PATIENT_,
        **IN,
        "status": "completed",
        "vaccineCode": concept("14"),
        "occurrenceDateTime": "2024-01-02",
        "recorded": "2024-01-03",
        "primarySource": True,
        "protocolApplied": [{"doseNumberPositiveInt": 2}],
        "lotNumber": "L1",
    },
    "allergy_intolerance": {
        **PATIENT_,
        **IN,
        "clinicalStatus": plain("active"),
        "verificationStatus": plain("confirmed"),
        "type": "allergy",
        "category": ["food"],
        "criticality": "high",
        "code": concept("15"),
        "onsetDateTime": "2010",
        "recordedDate": "2024-01-02",
    },
    "questionnaire_response": {
        **SUBJECT,
        **IN,
        "status": "completed",
        "questionnaire": "http://q",
        "authored": "2024-01-02",
        "item": [{"linkId": "1", "item": [{"linkId": "1.1", "text": "How well?", "answer": [{"valueInteger": 7}]}]}],
    },
    "care_plan": {
        **SUBJECT,
        **IN,
        "status": "active",
        "intent": "plan",
        "category": [concept("16")],
        "title": "Plan",
        "period": SPAN,
        "created": "2024-01-01",
        "author": {**to("Practitioner", "dr"), "identifier": {"value": "G1"}},
        "replaces": [to("CarePlan", "c0")],
    },
    "consent": {
        **PATIENT_,
        "status": "active",
        "scope": plain("research"),
        "category": [concept("17")],
        "dateTime": "2024-01-02",
        "provision": {"type": "deny", "period": SPAN, "purpose": [{"code": "HRESCH"}]},
        "policyRule": plain("OPTIN"),
    },
    "flag": {
        **SUBJECT,
        **IN,
        "status": "active",
        "category": [plain("adjustment")],
        "code": concept("18"),
        "period": SPAN,
        "author": to("Practitioner", "dr"),
    },
    "organization": {
        "identifier": [{"system": ODS, "value": "RHM"}],
        "active": True,
        "name": "A trust",
        "type": [plain("prov")],
        "address": [{"postalCode": "SO16 6YD"}],
        "partOf": {**to("Organization", "icb"), **body("QRL")},
    },
    "location": {
        "identifier": [{"system": "https://fhir.nhs.uk/Id/ods-site-code", "value": "RHM01"}],
        "status": "active",
        "name": "A ward",
        "type": [plain("WARD")],
        "address": {"postalCode": "SO16 6YD"},
        "position": {"latitude": 50.9, "longitude": -1.4},
        "managingOrganization": to("Organization", "trust"),
        "partOf": to("Location", "hospital"),
    },
}

OTHERS: dict[str, list[dict[str, Any]]] = {
    "observation": [
        {"valueCodeableConcept": concept("20")},
        {"valueInteger": 3},
        {"valueBoolean": False},
        {"valueDateTime": "2024-01-02"},
    ],
    "observation_component": [
        {
            "component": [
                {"valueCodeableConcept": concept("20")},
                {"valueInteger": 3},
                {"valueBoolean": False},
                {"valueDateTime": "2024-01-02"},
            ]
        }
    ],
    "medication_request": [{"medicationReference": to("Medication", "m1")}],
    "medication_statement": [{"medicationReference": to("Medication", "m1"), "effectiveDateTime": "2024-01-02"}],
    "immunization": [{"occurrenceString": "as a child"}],
    "questionnaire_response": [
        {
            "item": [
                {
                    "answer": [
                        {"valueBoolean": True},
                        {"valueCoding": {"code": "c", "system": "s", "display": "words"}},
                        {"valueDate": "2024-01-02"},
                    ]
                }
            ]
        }
    ],
}
"""More of the same, for what one resource can't say beside another."""
