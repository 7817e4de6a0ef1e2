### Hand-ins: list, upload, one hand-in, its problems, its job

submissions-title = Hand-ins
submissions-count = { $in } of { $due ->
    [one] 1 week
   *[other] { $due } weeks
 } due handed in
submissions-weeks = Weeks of the quarter
days = Days
state = State
rows = Rows
refused = Refused
reminders = Reminders
received = Received
week-missing = Missing
week-not-due = Not due yet
submission-received = Received
submission-checked = Checked
submission-accepted = Accepted
submission-partly-accepted = Partly accepted
submission-rejected = Rejected
submission-superseded = Superseded
upload-title = Hand in a week
upload-drop = Drop files here, or choose them
upload-kinds = xlsx, xls, ods, csv, jsonl or zip, { $most } MiB altogether
upload-send = Upload
upload-progress = Upload progress
upload-failed = The upload did not finish. Check the connection and try again.
upload-only-changes = A second upload for the week counts only what changed; the very same files add nothing.
hand-ins-heading = Hand-ins of { $quarter }
hand-ins-none = No agency has been registered yet.
weeks-handed-in = Handed in / due
received-last = Last received
bank-lists-none = The bank has not handed in any list of cases yet.
bank-upload = Hand in a list of the bank
template-title = Blank template
template-intro = Made from the same definition as the checks, with drop-downs.
lang-zh-Hans = Simplified
lang-zh-Hant = Traditional
lang-en = English
submission-heading = { $week } · version { $version }
submission-facts = Received { $at } ({ $zone }) · by { $by }
submission-bank = A list of the bank
bank-lists = Lists from the bank
submission-is-superseded = This version has been superseded by
rows-total = Rows
accepted = Accepted
duplicates = Duplicates
unchanged = Unchanged
changed = Changed
problems-grouped = Problems by kind
problems-none = No problems: every row has been dealt with.
problem = Problem
example = Example
count = Count
how-to-mend = How to mend it
issue-error = Refused
issue-warning = Reminder
unrecognised-title = Columns without a known name
unrecognised-kept = Kept as they are, but not checked. If one is a known column, give it the suggested name.
sheet = Sheet
header = Header
nearest = Nearest known name
next-step = Next step
download-annotated = Download annotated workbook
download-refused = Download only the refused rows ({ $count })
changes-title = Changes against what stood before
changes-left = { $count ->
    [one] One more change is
   *[other] { $count } more changes are
 } not listed here; the annotated workbook has every row.
row = Row
id = Id
field = Field
before = Before
after = After
sheets-title = Sheets and files
file = File
recognised-as = Recognised as
not-recognised = not recognised
files-title = Original files
bytes = Bytes
file-refused = Refused
files-unchanged = Original files are kept unchanged; compare the sha256 yourself.
versions-title = Versions
issues-title = All problems
issues-count = { $count ->
    [one] One problem
   *[other] { $count } problems
 }
issues-none = Nothing matches this selection.
show-all = Show all
cell = Cell
value = Value
job-title = Working on the hand-in
job-queued = Waiting for its turn.
job-running = Reading the sheets and checking every row.
job-done = Done.
job-failed = It could not be done.
job-leave = You may leave this page; the work goes on. The result will be under 'Hand-ins'.
job-back = Back to the hand-ins
