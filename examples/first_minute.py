"""The first minute in Python: open the study, look at arrivals, fit it, and read one answer.

Run it from the checkout after `make report` (then the fit comes from the cache):

    .venv/bin/python examples/first_minute.py
"""

import departures

study = departures.load("north_korea")

# What was published: arrivals by year, each row with its source.
print(study.evidence.arrivals_by_year().to_string(index=False))

# What the model makes of it, under every explanation: the first time that takes some minutes.
answer = study.answer("fall")
for sentence in answer.sentences:
    print("•", sentence.text)

# Every sentence stands on a table: the same that lie in out/tables/.
for name, table in answer.tables.items():
    print()
    print(name)
    print(table.to_string(index=False))
