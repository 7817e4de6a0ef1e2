### Inspections on site, and the calendar of duties

inspections-title = 實地檢查
inspections-intro = 每家機構至少每半年檢查一次，另有不事先通知的不定期檢查。上傳資料證明不了的事項，在這裡逐項判定。
inspections-due = 下次定期檢查
inspections-last-regular = 上次定期
inspections-last-unannounced = 上次不定期
inspections-next = 最遲日期
inspections-begin = 開始檢查
overdue = 已逾期
inspections-no-list = 其規則集沒有檢查清單
inspections-held = 已辦理的檢查
inspections-none = 還沒有檢查紀錄。
inspections-day = 檢查日期
inspections-kind = 類型
inspections-inspector = 檢查人
regularity-regular = 定期
regularity-unannounced = 不定期
result-pass = 合格
result-fail = 不合格
result-not-applicable = 不適用
inspection-title = 實地檢查表
inspection-items = 共 { $count } 項。
inspection-all-items = 請逐項判定；與該機構無關的項目選「不適用」。
inspection-some-items = 請判定實際看過的項目，其餘留空。
inspection-wrong = 有 { $count } 處需要修改，已在下方標出。
inspection-head = 本次檢查
inspection-mend-by = 不合格項目的改善期限
inspection-proof = 以何證明：
inspection-remark = 所見情形
inspection-evidence = 證據：照片、文件編號
inspection-files = 照片與文件（JPEG、PNG、WebP、HEIC 或 PDF，每個不超過 10 MB）
inspection-hand-in = 所屬交件
inspection-item = 項目
inspection-result = 結果
inspection-mended = { $day } 已改善
inspection-to-mend = { $day } 前改善
inspection-breach = 不合格即為發現：
inspection-send = 送出檢查表
inspection-sent-means = 與銀行的其他清冊一樣入檔：有版本，也記入帳本。
duties-title = 銀行的待辦期限
duties-intro = 銀行對各機構應辦的事項，按最遲日期排列。
duties-overdue = 逾期 { $count } 項。
duties-none = 沒有待辦事項。
duty = 事項
duty-inspection = 定期實地檢查
duty-evaluation = 評定 { $quarter }：還沒有評分卡
duty-reconciliation = { $count ->
    [1] { $month } 對帳
   *[other] 對帳 { $count } 個月，最早 { $month }
 }
duty-answer = 答覆申訴 { $complaint }
duty-certificate = 催收員 { $collector } 的證書到期
