// query: officers-at-decision
// zh: 决定作出之日的在任人员
// en: Who held an office when a decision was made
// question: Who held which registered post in the firm on the date of this decision?
// access: department, investigator, reviewer, administrator
// reads: persons
// param case: case -- the case of the decision
// given subject: case -- the records of the party it is against
// column firm: party -- the firm the decision is against
// column day: day -- the date of the decision
// column person: party -- who held the post
// column post: text -- the registered post
// column since: day -- from when, as the source gives it
// column until: day -- the first day it no longer holds
// column held: text -- `yes`, or `not known` where the dates do not tell
// column fact: fact -- the fact
// total: rows
MATCH (k:Case {id: $case})<-[:IN_CASE]-(d:Decision)
WHERE d.entry_in <= $known_at AND (d.entry_out IS NULL OR d.entry_out > $known_at) AND d.date <= $as_of
WITH DISTINCT d.date AS day
UNWIND $subject AS record
MATCH (r:Record {record: record})
OPTIONAL MATCH (r)-[:PART_OF]->(q:Party)
WITH DISTINCT day, coalesce(q, r) AS firm
MATCH (firm)<-[t:LEGAL_REPRESENTATIVE_OF|DIRECTOR_OF|SUPERVISOR_OF|MANAGER_OF|FINANCE_HEAD_OF|HEAD_OF|PARTNER_OF|OFFICER_OF]-(:Party)
WHERE t.enterprise IN $subject AND t.entry_in <= $known_at AND (t.entry_out IS NULL OR t.entry_out > $known_at)
WITH day, t, coalesce(t.since, t.disclosed_on) AS start
WITH day, t, start, CASE
  WHEN t.until <= day AND NOT (size(t.until) < 10 AND day STARTS WITH t.until) THEN 'no'
  WHEN t.since > day THEN 'no'
  WHEN start IS NULL OR start > day THEN 'not known'
  WHEN size(start) < 10 AND day STARTS WITH start THEN 'not known'
  WHEN day STARTS WITH t.until THEN 'not known'
  ELSE 'yes' END AS held
WHERE held <> 'no'
WITH t.enterprise AS firm, day, t.record AS person, t.post AS post, t.since AS since, t.until AS until, held, t.fact AS fact
RETURN firm, day, person, post, since, until, held, fact
ORDER BY post, person, fact
