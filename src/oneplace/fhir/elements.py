"""What R4 says of an element by its name: which hold a date or a time, and which a text that may look like one.

Source: the StructureDefinitions of FHIR 4.0.1. The dates and times are those of every resource whose name means nothing
else that JSON writes as text; the texts are those of the data types and of the resources that people's records are made
of. What isn't here is known by what it holds; so are choices (`value`), whose type stands in their name.
"""

from __future__ import annotations

DATES = ("date", "dateTime", "instant", "time")
"""FHIR's types of dates and times."""
_NAMES = {
    "date": "approvalDate birthDate expirationDate lastReviewDate nextScheduled startDate",
    "dateTime": """authored authoredOn created creation date dateAsserted dateOfFirstAuthorization dateTime dateWritten
        detected end enteredDate event expiry ifModifiedSince issued lastModified lastOccurrence lastPerformed
        lastUpdated manufactureDate paymentDate presentationDate publicationDate received receivedTime recorded
        recordedDate recordedOn releaseDate restoreDate sent start started statusDate time timestamp validTo
        validationDate verificationDate whenHandedOver whenPrepared""",
    "time": "availableEndTime availableStartTime closingTime openingTime timeOfDay",
    "string": """alias authority availabilityExceptions carrierAIDC carrierHRF category city code comment comparator
        conclusion confidentiality contentType country criticality data dayOfWeek daysOfWeek definition dependent
        description deviceIdentifier display distinctIdentifier district div docStatus documentType durationUnit
        etag extraDetails family fullUrl gender given hash id ifMatch ifNoneExist ifNoneMatch implicitRules
        instantiatesCanonical instantiatesUri intent issuer jurisdiction kind language lifecycleStatus line linkId
        location lotNumber manufacturer meaning method mode modelNumber name network partNumber patientInstruction
        periodUnit postalCode prefix priority profile questionnaire reference relation required serialNumber series
        severity sigFormat source state status statusReason subscriberId suffix system targetFormat text title type
        unit uri url use version versionId""",
}
TYPES = {name: kind for kind, names in _NAMES.items() for name in names.split()}
"""The type of an element by its name: a date's where every resource has one, and `string` of whatever other text."""
