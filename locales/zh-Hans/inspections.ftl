### Inspections on site, and the calendar of duties

inspections-title = 现场检查
inspections-intro = 每家机构至少每半年检查一次，另有不事先通知的不定期检查。上传资料证明不了的事项，在这里逐项判定。
inspections-due = 下次定期检查
inspections-last-regular = 上次定期
inspections-last-unannounced = 上次不定期
inspections-next = 最迟日期
inspections-begin = 开始检查
overdue = 已逾期
inspections-no-list = 其规则集没有检查清单
inspections-held = 已办理的检查
inspections-none = 还没有检查记录。
inspections-day = 检查日期
inspections-kind = 类型
inspections-inspector = 检查人
regularity-regular = 定期
regularity-unannounced = 不定期
result-pass = 合格
result-fail = 不合格
result-not-applicable = 不适用
inspection-title = 现场检查表
inspection-items = 共 { $count } 项。
inspection-all-items = 请逐项判定；与该机构无关的项目选「不适用」。
inspection-some-items = 请判定实际看过的项目，其余留空。
inspection-wrong = 有 { $count } 处需要修改，已在下方标出。
inspection-head = 本次检查
inspection-mend-by = 不合格项目的改善期限
inspection-proof = 以何证明：
inspection-remark = 所见情形
inspection-evidence = 证据：照片、文件编号
inspection-files = 照片与文件（JPEG、PNG、WebP、HEIC 或 PDF，每个不超过 10 MB）
inspection-hand-in = 所属交件
inspection-item = 项目
inspection-result = 结果
inspection-mended = { $day } 已改善
inspection-to-mend = { $day } 前改善
inspection-breach = 不合格即为发现：
inspection-send = 提交检查表
inspection-sent-means = 与银行的其他台账一样入档：有版本，也记入账本。
duties-title = 银行的待办期限
duties-intro = 银行对各机构应办的事项，按最迟日期排列。
duties-overdue = 逾期 { $count } 项。
duties-none = 没有待办事项。
duty = 事项
duty-inspection = 定期现场检查
duty-evaluation = 评定 { $quarter }：还没有评分卡
duty-reconciliation = { $count ->
    [1] { $month } 对账
   *[other] 对账 { $count } 个月，最早 { $month }
 }
duty-answer = 答复投诉 { $complaint }
duty-certificate = 催收员 { $collector } 的证书到期
