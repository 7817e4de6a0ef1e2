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
rule-effective-from = for evidence from { $day } on
rule-effective-to = for evidence until { $day }
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
rule-record-means = The rule judges { $unit }. 'Overturned' are false hits that an appeal made so.
record-findings = Findings
record-overturned = Overturned
rule-record-none = It has not cost anybody points in any quarter yet.
users-title = Accounts
users-intro = Who may come in, and as what. The command `plumbline user` does the same.
user-add = Add an account
user-no-agency = the bank
user-first-password = First password
password-length = At least 10 characters.
user-new-password = New password
user-set-password = Set password
user-sessions-end = Whoever is signed in with this account is signed out.
user-disable = Deactivate
user-disable-means = Signs the account out and keeps it out. What it did stays on record.
user-enable = Activate again
user-enable-means = Lets the account sign in again with its password.
user-done-added = The account is there and can sign in.
user-done-password = The new password holds from now on.
user-done-disabled = The account is shut out.
user-done-enabled = The account can sign in again.
display-name = Name
user-active = Active
user-disabled = Disabled
