// query: firms-of-person
// zh: 某人（身份已核实）某日任职的企业
// en: Firms of a person, proved, on a day
// question: In which firms did this person, whose identity document is proved, hold a post on the day?
// access: department, investigator, reviewer, administrator
// reads: persons
// param person: party -- the person, by the id of any of his records
// given proofs: person -- the facts that prove who the party is
// column firm: party -- the firm
// column name: name -- its registered name known then
// column post: text -- the registered post
// column since: day -- from when, as the source gives it
// column until: day -- the first day it no longer holds
// column held: text -- `yes`, or `not known` where the source's dates do not tell
// column fact: fact -- the fact
// total: rows
UNWIND CASE WHEN size($proofs) > 0 THEN $person ELSE [] END AS record
MATCH (r:Record {record: record})
OPTIONAL MATCH (r)-[:PART_OF]->(q:Party)
WITH DISTINCT coalesce(q, r) AS p
MATCH (p)-[t:LEGAL_REPRESENTATIVE_OF|DIRECTOR_OF|SUPERVISOR_OF|MANAGER_OF|FINANCE_HEAD_OF|HEAD_OF|PARTNER_OF|OFFICER_OF]->(firm:Party)
WHERE t.record IN $person AND t.entry_in <= $known_at AND (t.entry_out IS NULL OR t.entry_out > $known_at)
WITH t, coalesce(t.since, t.disclosed_on) AS start
WITH t, start, CASE
  WHEN t.until <= $as_of AND NOT (size(t.until) < 10 AND $as_of STARTS WITH t.until) THEN 'no'
  WHEN t.since > $as_of THEN 'no'
  WHEN start IS NULL OR start > $as_of THEN 'not known'
  WHEN size(start) < 10 AND $as_of STARTS WITH start THEN 'not known'
  WHEN $as_of STARTS WITH t.until THEN 'not known'
  ELSE 'yes' END AS held
WHERE held <> 'no'
WITH t.enterprise AS firm, t.enterprise AS name, t.post AS post, t.since AS since, t.until AS until, held, t.fact AS fact
RETURN firm, name, post, since, until, held, fact
ORDER BY firm, post, fact
