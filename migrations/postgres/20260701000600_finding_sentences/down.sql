UPDATE findings SET body = (body::jsonb - 'why_text')::text;
