// query: offices-against-bar
// zh: 在禁止任职期间仍登记任职的人员
// en: Offices held in a firm against a bar
// question: Who holds a post in this firm on the day while a bar from such posts is in force on him?
// access: department, investigator, reviewer, administrator
// reads: persons
// param firm: party -- the firm, by the id of any of its records
// param measures: list = M03,M04,M05,M06 -- the measures that bar from posts
// given officers: firm -- the records of each who holds or held a post in it
// column person: party -- who holds the post
// column post: text -- the registered post
// column held: text -- `yes`, or `not known` where the source's dates do not tell
// column measure: measure -- the bar
// column scope: text -- what the bar covers; whether this post and trade are covered is for a person to judge
// column until: day -- the first day the bar no longer holds; empty where no end is fixed
// column case: case -- the case it arises from
// column consequence: consequence -- the consequence, to be explained
// total: rows
UNWIND $officers AS records
UNWIND records AS record
MATCH (r:Record {record: record})
OPTIONAL MATCH (r)-[:PART_OF]->(q:Party)
WITH DISTINCT coalesce(q, r) AS p
MATCH (p)<-[:BINDS]-(c:Consequence)
WHERE c.measure IN $measures AND c.entry_in <= $known_at AND (c.entry_out IS NULL OR c.entry_out > $known_at)
WITH DISTINCT c
WITH c, [n IN range(0, size(c.spans_since) - 1) WHERE c.spans_since[n] <= $as_of AND $as_of < c.spans_until[n] | n] AS now
WHERE size(now) > 0 AND c.spans_state[now[0]] = 'in_force'
UNWIND c.binds AS record
MATCH (r:Record {record: record})
OPTIONAL MATCH (r)-[:PART_OF]->(q:Party)
WITH c, now, record, coalesce(q, r) AS p
MATCH (p)-[t:LEGAL_REPRESENTATIVE_OF|DIRECTOR_OF|SUPERVISOR_OF|MANAGER_OF|FINANCE_HEAD_OF|HEAD_OF|PARTNER_OF|OFFICER_OF]->(:Party)
WHERE t.record = record AND t.enterprise IN $firm AND t.entry_in <= $known_at AND (t.entry_out IS NULL OR t.entry_out > $known_at)
WITH c, now, t, coalesce(t.since, t.disclosed_on) AS start
WITH c, now, t, start, CASE
  WHEN t.until <= $as_of AND NOT (size(t.until) < 10 AND $as_of STARTS WITH t.until) THEN 'no'
  WHEN t.since > $as_of THEN 'no'
  WHEN start IS NULL OR start > $as_of THEN 'not known'
  WHEN size(start) < 10 AND $as_of STARTS WITH start THEN 'not known'
  WHEN $as_of STARTS WITH t.until THEN 'not known'
  ELSE 'yes' END AS held
WHERE held <> 'no'
WITH t.record AS person, t.post AS post, held, c.measure AS measure, c.measure_scope AS scope,
  CASE WHEN c.spans_until[now[0]] = '9999-12-31' THEN NULL ELSE c.spans_until[now[0]] END AS until,
  c.case AS case, c.id AS consequence, t.fact AS fact
RETURN person, post, held, measure, scope, until, case, consequence
ORDER BY person, post, measure, consequence, fact
