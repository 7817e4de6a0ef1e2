### Inspections on site, and the calendar of duties

inspections-title = Inspections on site
inspections-intro = Every agency is inspected at least half-yearly, and unannounced besides. What no upload can prove is judged here.
inspections-due = Next regular inspection
inspections-last-regular = Last regular
inspections-last-unannounced = Last unannounced
inspections-next = Due by
inspections-begin = Begin
overdue = overdue
inspections-no-list = its ruleset has no checklist
inspections-held = Inspections held
inspections-none = No inspection is on record yet.
inspections-day = Day
inspections-kind = Kind
inspections-inspector = Inspected by
regularity-regular = regular
regularity-unannounced = unannounced
result-pass = Pass
result-fail = Fail
result-not-applicable = Not applicable
inspection-title = Inspection on site
inspection-items = { $count ->
    [one] One item.
   *[other] { $count } items.
 }
inspection-all-items = Judge every one of them; what the agency has no part in is not applicable.
inspection-some-items = Judge those that you looked at and leave the rest blank.
inspection-wrong = { $count ->
    [one] One entry needs mending; it is marked below.
   *[other] { $count } entries need mending; they are marked below.
 }
inspection-head = This inspection
inspection-mend-by = Failed items to be mended by
inspection-proof = What proves it:
inspection-remark = What was seen
inspection-evidence = Evidence: numbers of photographs and papers
inspection-files = Photographs and papers (JPEG, PNG, WebP, HEIC or PDF, 10 MB each)
inspection-hand-in = The hand-in
inspection-item = Item
inspection-result = Result
inspection-mended = mended on { $day }
inspection-to-mend = to be mended by { $day }
inspection-breach = A fail is the finding
inspection-send = Hand the inspection in
inspection-sent-means = It goes on record like any list of the bank's, with its version and its entry in the ledger.
duties-title = Duties of the bank
duties-intro = What the bank must do at each agency, by the last day for it.
duties-overdue = { $count ->
    [0] Nothing is overdue.
    [one] One is overdue.
   *[other] { $count } are overdue.
 }
duties-none = Nothing is due.
duty = Duty
duty-inspection = Regular inspection on site
duty-evaluation = Evaluate { $quarter }: its scorecard is not there yet
duty-reconciliation = { $count ->
    [one] Reconcile { $month }
   *[other] Reconcile { $count } months, { $month } first
 }
duty-answer = Answer complaint { $complaint }
duty-certificate = Certificate of collector { $collector } lapses
