// query: firms-of-person
// zh: 某人（身份已核实）某日任职的企业
// en: Firms of a person, proved, on a day
// question: In which firms did this person, whose identity document is proved, hold a post on the day?
// access: department, investigator, reviewer, administrator
// reads: persons
// param person: party -- the person, by the id of any of his records
// column firm: party -- the firm
// column name: text -- its name as shown now
// column post: text -- the registered post
// column since: day -- from when, as the source gives it
// column until: day -- the first day it no longer holds
// column held: text -- `yes`, or `not known` where the source's dates do not tell
// column fact: fact -- the fact
// total: rows
MATCH (p:Party {id: $person})-[i:IDENTIFIED_BY]->(:Identifier)
WHERE i.level = 'PROVED' AND i.entry_in <= $known_at AND (i.entry_out IS NULL OR i.entry_out > $known_at)
WITH DISTINCT p
MATCH (p)-[t:LEGAL_REPRESENTATIVE_OF|DIRECTOR_OF|SUPERVISOR_OF|MANAGER_OF|FINANCE_HEAD_OF|HEAD_OF|PARTNER_OF|OFFICER_OF]->(firm:Party)
WHERE t.entry_in <= $known_at AND (t.entry_out IS NULL OR t.entry_out > $known_at)
WITH firm, t, coalesce(t.since, t.disclosed_on) AS start
WITH firm, t, start, CASE
  WHEN t.until <= $as_of AND NOT (size(t.until) < 10 AND $as_of STARTS WITH t.until) THEN 'no'
  WHEN t.since > $as_of THEN 'no'
  WHEN start IS NULL OR start > $as_of THEN 'not known'
  WHEN size(start) < 10 AND $as_of STARTS WITH start THEN 'not known'
  WHEN $as_of STARTS WITH t.until THEN 'not known'
  ELSE 'yes' END AS held
WHERE held <> 'no'
WITH firm.id AS firm, firm.name AS name, t.post AS post, t.since AS since, t.until AS until, held, t.fact AS fact
RETURN firm, name, post, since, until, held, fact
ORDER BY firm, post, fact
