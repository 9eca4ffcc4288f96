// query: officers-of-firm
// zh: 某日在任的登记职务
// en: Officers of a firm on a day
// question: Who held which registered post in this firm on the day, by the registers known then?
// access: department, investigator, reviewer, administrator
// reads: persons
// param firm: party -- the firm, by the id of any of its records
// column person: party -- who holds the post
// column post: text -- the registered post
// column since: day -- from when, as the source gives it
// column until: day -- the first day it no longer holds
// column held: text -- `yes`, or `not known` where the source's dates do not tell
// column record: text -- the source record it is stated on
// column fact: fact -- the fact
// total: rows
UNWIND $firm AS record
MATCH (r:Record {record: record})
OPTIONAL MATCH (r)-[:PART_OF]->(q:Party)
WITH DISTINCT coalesce(q, r) AS firm
MATCH (firm)<-[t:LEGAL_REPRESENTATIVE_OF|DIRECTOR_OF|SUPERVISOR_OF|MANAGER_OF|FINANCE_HEAD_OF|HEAD_OF|PARTNER_OF|OFFICER_OF]-(p:Party)
WHERE t.enterprise IN $firm AND t.entry_in <= $known_at AND (t.entry_out IS NULL OR t.entry_out > $known_at)
WITH t, coalesce(t.since, t.disclosed_on) AS start
WITH t, start, CASE
  WHEN t.until <= $as_of AND NOT (size(t.until) < 10 AND $as_of STARTS WITH t.until) THEN 'no'
  WHEN t.since > $as_of THEN 'no'
  WHEN start IS NULL OR start > $as_of THEN 'not known'
  WHEN size(start) < 10 AND $as_of STARTS WITH start THEN 'not known'
  WHEN $as_of STARTS WITH t.until THEN 'not known'
  ELSE 'yes' END AS held
WHERE held <> 'no'
WITH t.record AS person, t.post AS post, t.since AS since, t.until AS until, held, t.record AS record, t.fact AS fact
RETURN person, post, since, until, held, record, fact
ORDER BY post, person, fact
