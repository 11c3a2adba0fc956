"""Official codes of areas and organisations, and the years in which they were in use.

``areas.csv``: local authorities of England, Wales and their counties, regions, integrated care boards and their
sub-locations, with the first and last year (2016 to 2024) in which the code was in use. ``organisations.csv``: NHS
trusts and whether they were open in 2022, and integrated care boards by ODS code. Both are from the Office for National
Statistics and NHS Digital, Open Government Licence v3.0: contains National Statistics data © Crown copyright and
database right 2024. ``fingertips.csv``: measures published by the Office for Health Improvement and Disparities, which
way is good in our own review (the publisher's files differ between profiles), and what took the place of an id that
ended.
"""

from oneplace.place.codes.lookup import area_problem, organisation_problem

__all__ = ["area_problem", "organisation_problem"]
