### Rules and accounts

rules-title = Rules
rules-count = { $count ->
    [one] one rule
   *[other] { $count } rules
 }
weight-of = weight { $weight }
section-no-rules = No rules in this section yet; it is not assessed.
veto = Veto
veto-when = { $count ->
    [one] One confirmed finding
   *[other] { $count } confirmed findings
 } in a quarter: at most D
rule-status-trial = Trial
rule-status-active = Active
rule-status-retired = Retired
rule-rationale = Why it exists
rule-remedy = What to do instead
rule-examples = Examples
rule-examples-none = This rule has no examples yet.
rule-expected = Expected
example-hit = hit
example-miss = no hit
example-near-miss = looks alike, no hit
rule-cost = What it costs
exposure-unit = n counts
points-at-most = Points at most
tolerance = Tolerance per 1,000
limit = Limit per 1,000
rule-parameters = Parameters
rule-check = Check
rule-parameters-none = This kind of check has no parameters.
phrase-list = phrase list, { $count } phrases
parameters-left = … and { $count } more
rule-record = Exposure and record
rule-record-none = It has not cost anybody points in any quarter yet.
users-title = Accounts
users-intro = Accounts are added and disabled with the command `plumbline user`.
display-name = Name
user-active = Active
user-disabled = Disabled
