UPDATE findings SET body = json_remove(body, '$.why_text');
