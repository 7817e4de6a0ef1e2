### What events lay upon the bank: records of duties, and alerts that want a decision

duties-alerts = Alerts: a decision is called for
duties-waiting = { $count ->
    [one] One alert calls for a decision.
   *[other] { $count } alerts call for a decision.
 }
duties-due = What is due
duties-closed = Settled lately
duty-state-open = open
duty-state-settled = settled
duty-state-lapsed = lapsed
duty-told = Told
duty-told-who = Told: { $who }
duty-told-nobody = nobody has taken note yet
duty-closed-on = Closed
duty-closed-by = By
duty-by-product = Plumbline
duty-reasons = What brought it about
duty-complaints = { $count } upheld complaints in { $quarter }, where { $least } call for a decision
duty-findings = { $count } confirmed findings in { $quarter } (at least: { $severity }), where { $least } call for a decision
duty-findings-veto = { $count } confirmed findings of rules with a veto in { $quarter } (at least: { $severity }), where { $least } call for a decision
duty-grade = Grade { $grade } in { $quarter }
duty-owed = Case { $case }: { $amount } by the list of cases
duty-since = since { $day }
duty-due = due by { $day }
duty-to-do = What is to be done
duty-note = I have taken note
duty-note-means = The record then says that you were told, and when.
duty-outcome = Decision
duty-done-day = Done on
duty-decided-day = Decided on
duty-what = What was done
duty-why = Why it is decided so
duty-settle = Record as done
duty-decide = Record the decision
duty-steps = What happened so far
duty-step = { $at } · { $by }: { $step }
duty-step-raised = raised
duty-step-noted = took note
duty-step-settled = settled
duty-step-lapsed = lapsed, the cause no longer holds
duty-done-on = done on { $day }
