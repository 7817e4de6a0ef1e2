### 纸面评分卡

paper-before-caps = 封顶前等级
paper-ruleset-changed = 本卡评分之后规则集已有变更，当时的扣分标准与上限不在此重述。
paper-findings = 各项失分所依据的发现
paper-rule-id = 规则编号
paper-finding-ids = 发现编号
paper-page = 第 { $page } 页，共 { $pages } 页
paper-line = { $name }：{ $text }
paper-grade = { $grade ->
    [A] A · 续约，可扩大委托
    [B] B · 续约
    [C] C · 须整改
    [N] N · 无法评级
   *[D] D · 暂停或更换
}
