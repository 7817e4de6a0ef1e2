### Agencies of a quarter and the scorecard

agencies-title = Agencies
agencies-heading = Agencies in { $quarter }
agencies-count = { $count ->
    [one] One agency
   *[other] { $count } agencies
 }
agencies-none = No scorecards for this quarter: nothing has been handed in, or nothing has been scored yet.
grade = Grade
grade-N = Not gradable
meaning-A = Renew or extend
meaning-B = Renew
meaning-C = Corrective plan
meaning-D = Suspend or replace
meaning-N = Not gradable
score = Score
interval-95 = 95 % interval
completeness = Completeness
evidence-kind = Evidence
evidence-expected = Expected
evidence-present = Handed in and linked
open-findings = Open findings
missing-recording-missing = { $count ->
    [one] one recording missing
   *[other] { $count } recordings missing
 }
missing-evidence-missing = { $count ->
    [one] one other piece of evidence missing
   *[other] { $count } other pieces of evidence missing
 }
trend = Trend
trend-label = Trend over { $count ->
    [one] one quarter
   *[other] { $count } quarters
 }
bar-label = { $score }, interval { $low } to { $high }
bar-label-plain = { $score } of 100
not-distinguishable = Interval overlaps with { $others }: not distinguishable
list-separator = ,{" "}
not-assessed = not assessed
not-assessed-why = Nothing could be assessed: n is 0 in every section.
scorecard-provisional = Provisional
scorecard-published = Published
example-policy = Weights and cut-offs are an example policy; the bank sets its own in the ruleset.
scorecard-title = Scorecard
scorecard-heading = { $agency } · quarterly scorecard
scorecard-ruleset = Ruleset
digest = digest
scheme-version = scheme version { $version }
scorecard-interval = 95 % interval { $interval }
scorecard-uncapped = { $grade } without the cap
cap-link-findings = See the evidence
peers = Among peers
raise-none = It is the highest grade already, or there is nothing to grade.
raise-title = What would raise the grade
sections = Sections
section = Section
weight = Weight
section-score = Score
deducting-rules = Rules that cost points
deductions = Where every point went
deductions-none = No points lost: no rule fired on what was checked.
deductions-note = Lost = points × (rate − tolerance) ÷ (limit − tolerance). Open findings count with the measured precision, hence provisional. Each number leads to its evidence.
clause = Clause
exposure-n = Checked n
violations = Confirmed
false-hits = False hits
open = Open
rate-per-1000 = Per 1,000
points-lost = Points lost
provenance = To verify
ruleset-digest = Ruleset digest
inputs-digest = Inputs digest
ledger-checkpoint = Ledger entry
sign-bank = For the bank: signature, date
sign-agency = For the agency: signature, date
