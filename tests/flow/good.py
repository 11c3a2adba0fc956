"""A pathway file without a fault, for tests to spoil."""

GOOD = """format: pathway/1
id: p
name: A pathway
provenance: illustrative
run: 10 days
patients:
  a:
    enters: x
    arrivals: {rate: 2 patients per hour}
  b:
    enters: x
    arrivals: {every: 3 hours}
priority: [a, b]
pools:
  nurse: {number: 3 nurses}
places:
  x:
    capacity: 4 beds
    queue: 5 patients
    stay: {shape: exponential, mean: 1 hour}
    next: {y: 50 %, out: 50 %}
  y: {capacity: 9 beds, stay: 2 hours, uses: {nurse: 1 nurse}}
exits: [out]
when:
  busy: {if: places.x.waiting > 3 patients, set: {places.x.capacity: 6 beds}}
costs: {places.x: 10 GBP per bed-day}
scenarios:
  more: {set: {places.x.capacity: 5 beds}}
"""
