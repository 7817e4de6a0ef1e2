### Agencies of a quarter and the scorecard

agencies-title = Agencies
agencies-heading = Agencies in { $quarter }
agencies-count = { $count ->
    [one] One agency
   *[other] { $count } agencies
 }
agencies-none = No scorecards for this quarter: nothing has been handed in, or nothing has been scored yet.
grade = Grade
grade-A = A
grade-B = B
grade-C = C
grade-D = D
grade-N = Not gradable
grade-means-A = Renew or extend
grade-means-B = Renew
grade-means-C = Corrective plan
grade-means-D = Suspend or replace
grade-means-N = Too little evidence for a grade
score = Score
interval-95 = 95 % interval
completeness = Completeness
open-findings = Open findings
trend = Trend
trend-label = Trend over { $count ->
    [one] one quarter
   *[other] { $count } quarters
 }
trend-first = The first quarter scored; no trend yet.
bar-label = { $score }, interval { $low } to { $high }
bar-label-plain = { $score } of 100
not-distinguishable = Interval overlaps with { $others }: not distinguishable
list-separator = ,{" "}
not-assessed = not assessed
not-assessed-why = Nothing could be assessed: n is 0 in every section.
not-assessed-shared = Not assessed (n is 0); its weight is shared out among the others
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
cap-completeness-below-95 = At most { $grade }: completeness is { $completeness }, below { $needed }.
cap-completeness-below-80 = Not gradable: completeness is { $completeness }, below { $needed }.
cap-veto = Veto, at most { $grade }: { $rule }.
cap-link-findings = { $count ->
    [one] one confirmed
   *[other] { $count } confirmed
 }
cap-link-recordings = { $count ->
    [one] one recording missing
   *[other] { $count } recordings missing
 }
cap-link-transcripts = { $count ->
    [one] one transcript missing
   *[other] { $count } transcripts missing
 }
cap-link-weeks = { $count ->
    [one] one week missing
   *[other] { $count } weeks missing
 }
peers = Among peers
raise-title = What would raise the grade
raise-top = It is the highest grade already.
raise-completeness = Hand in what is missing up to { $needed } → the cap goes, grade { $grade }.
raise-veto = The veto of '{ $rule }' holds for this quarter; without it in the next, the cap goes.
raise-rule = Bring '{ $rule }' from { $rate } down to { $to } per 1,000 → about { $score } points.
raise-reached = That reaches grade { $grade }.
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
open = Open
rate-per-1000 = Per 1,000
points-lost = Points lost
provenance = To verify
ruleset-digest = Ruleset digest
inputs-digest = Inputs digest
sign-bank = For the bank: signature, date
sign-agency = For the agency: signature, date
