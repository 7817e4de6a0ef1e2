-- A finding carries the sentence that says why it was made. Older ones get their bare values: what their rule said then is not known.
UPDATE findings
SET body = (
    SELECT '{"why_text":' || json_build_object('zh-Hans', bare.sentence, 'zh-Hant', bare.sentence, 'en', bare.sentence)
        || ',' || substr(findings.body, 2)
    FROM (
        SELECT COALESCE(string_agg(key || ': ' || value, ', ' ORDER BY key), '') AS sentence
        FROM json_each_text(findings.body::json -> 'why' -> 'values')
    ) AS bare
)
WHERE findings.body::json -> 'why_text' IS NULL;
