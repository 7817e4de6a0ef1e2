### 紙本評分卡

paper-before-caps = 封頂前等級
paper-ruleset-changed = 本卡評分之後規則集已有變更，當時的扣分標準與上限不在此重述。
paper-findings = 各項失分所依據的發現
paper-rule-id = 規則編號
paper-finding-ids = 發現編號
paper-page = 第 { $page } 頁，共 { $pages } 頁
paper-line = { $name }：{ $text }
paper-grade = { $grade ->
    [A] A · 續約，可擴大委託
    [B] B · 續約
    [C] C · 須改善
    [N] N · 無法評級
   *[D] D · 暫停或更換
}
