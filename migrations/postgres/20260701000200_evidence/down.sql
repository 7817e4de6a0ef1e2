DROP TABLE evidence;
DROP TABLE sheets;
DROP TABLE submission_files;
DROP TABLE submissions;
