### The scorecard on paper

paper-before-caps = Grade before caps
paper-ruleset-changed = The ruleset has changed since this card was scored; what it said then about costs and limits is not repeated here.
paper-findings = The findings behind the deductions
paper-rule-id = Rule id
paper-finding-ids = Finding ids
paper-page = Page { $page } of { $pages }
paper-line = { $name }: { $text }
paper-grade = { $grade ->
    [A] A · renew or extend
    [B] B · renew
    [C] C · corrective plan
    [N] N · not gradable
   *[D] D · suspend or replace
}
