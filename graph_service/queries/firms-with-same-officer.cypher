// query: firms-with-same-officer
// zh: 与该企业有共同任职人员的企业
// en: Firms that share an officer with a firm
// question: In which other firms do the officers of this firm hold a post on the day? (No responsibility follows.)
// access: department, investigator, reviewer, administrator
// reads: persons
// param firm: party -- the firm, by the id of any of its records
// given officers: firm -- the records of each who holds or held a post in it
// column person: party -- the officer
// column post: text -- his post in this firm
// column other: party -- the other firm
// column name: name -- its registered name known then
// column post_there: text -- his post there
// column fact: fact -- the fact of the post there
// total: rows
UNWIND $officers AS records
UNWIND records AS record
MATCH (r:Record {record: record})
OPTIONAL MATCH (r)-[:PART_OF]->(q:Party)
WITH DISTINCT records, coalesce(q, r) AS p
MATCH (p)-[t:LEGAL_REPRESENTATIVE_OF|DIRECTOR_OF|SUPERVISOR_OF|MANAGER_OF|FINANCE_HEAD_OF|HEAD_OF|PARTNER_OF|OFFICER_OF]->(:Party)
WHERE t.record IN records AND t.enterprise IN $firm AND t.entry_in <= $known_at AND (t.entry_out IS NULL OR t.entry_out > $known_at)
WITH records, t, coalesce(t.since, t.disclosed_on) AS start
WITH records, t, start, CASE
  WHEN t.until <= $as_of AND NOT (size(t.until) < 10 AND $as_of STARTS WITH t.until) THEN 'no'
  WHEN t.since > $as_of THEN 'no'
  WHEN start IS NULL OR start > $as_of THEN 'not known'
  WHEN size(start) < 10 AND $as_of STARTS WITH start THEN 'not known'
  WHEN $as_of STARTS WITH t.until THEN 'not known'
  ELSE 'yes' END AS held
WHERE held <> 'no'
WITH DISTINCT records, t.post AS post
UNWIND records AS record
MATCH (r:Record {record: record})
OPTIONAL MATCH (r)-[:PART_OF]->(q:Party)
WITH DISTINCT records, post, coalesce(q, r) AS p
MATCH (p)-[u:LEGAL_REPRESENTATIVE_OF|DIRECTOR_OF|SUPERVISOR_OF|MANAGER_OF|FINANCE_HEAD_OF|HEAD_OF|PARTNER_OF|OFFICER_OF]->(:Party)
WHERE u.record IN records AND NOT u.enterprise IN $firm AND u.entry_in <= $known_at AND (u.entry_out IS NULL OR u.entry_out > $known_at)
WITH post, u, coalesce(u.since, u.disclosed_on) AS start
WITH post, u, start, CASE
  WHEN u.until <= $as_of AND NOT (size(u.until) < 10 AND $as_of STARTS WITH u.until) THEN 'no'
  WHEN u.since > $as_of THEN 'no'
  WHEN start IS NULL OR start > $as_of THEN 'not known'
  WHEN size(start) < 10 AND $as_of STARTS WITH start THEN 'not known'
  WHEN $as_of STARTS WITH u.until THEN 'not known'
  ELSE 'yes' END AS held
WHERE held <> 'no'
WITH u.record AS person, post, u.enterprise AS other, u.enterprise AS name, u.post AS post_there, u.fact AS fact
RETURN person, post, other, name, post_there, fact
ORDER BY other, person, post, post_there, fact
