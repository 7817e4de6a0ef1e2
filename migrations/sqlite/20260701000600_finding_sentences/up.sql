-- A finding carries the sentence that says why it was made. Older ones get their bare values: what their rule said then is not known.
UPDATE findings
SET body = json_set(body, '$.why_text', json_object('zh-Hans', bare.sentence, 'zh-Hant', bare.sentence, 'en', bare.sentence))
FROM (
    SELECT f.rowid AS place, (
        SELECT COALESCE(group_concat(pair, ', '), '')
        FROM (SELECT v.key || ': ' || v.value AS pair FROM json_each(f.body, '$.why.values') AS v ORDER BY v.key)
    ) AS sentence
    FROM findings AS f
    WHERE json_extract(f.body, '$.why_text') IS NULL
) AS bare
WHERE findings.rowid = bare.place;
