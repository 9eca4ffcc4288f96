// query: bound-in-firm
// zh: 该企业及其任职人员受到的约束
// en: Who is bound in this firm, and by what
// question: Which measures are in force on the day on this firm and on those who hold or held a post in it?
// access: department, investigator, reviewer, administrator
// reads: persons
// param firm: party -- the firm, by the id of any of its records
// given officers: firm -- the records of each who holds or held a post in it
// column party: party -- who is bound
// column itself: yesno -- whether it is the firm itself
// column measure: measure -- the measure
// column clause: clause -- the clause that binds
// column case: case -- the case it arises from
// column since: day -- from when
// column until: day -- the first day it no longer holds; empty where no end is fixed
// column consequence: consequence -- the consequence, to be explained
// total: rows
UNWIND reduce(all = $firm, records IN $officers | all + records) AS record
MATCH (r:Record {record: record})
OPTIONAL MATCH (r)-[:PART_OF]->(q:Party)
WITH DISTINCT coalesce(q, r) AS p
MATCH (p)<-[:BINDS]-(c:Consequence)
WHERE c.entry_in <= $known_at AND (c.entry_out IS NULL OR c.entry_out > $known_at)
  AND (any(record IN c.binds WHERE record IN $firm) OR any(records IN $officers WHERE any(record IN c.binds WHERE record IN records)))
WITH c, any(record IN c.binds WHERE record IN $firm) AS itself, [n IN range(0, size(c.spans_since) - 1) WHERE c.spans_since[n] <= $as_of AND $as_of < c.spans_until[n] | n] AS now
WHERE size(now) > 0 AND c.spans_state[now[0]] = 'in_force'
WITH c.record AS party, itself, c.measure AS measure, c.clause AS clause, c.case AS case, c.spans_since[now[0]] AS since,
  CASE WHEN c.spans_until[now[0]] = '9999-12-31' THEN NULL ELSE c.spans_until[now[0]] END AS until, c.id AS consequence
RETURN party, itself, measure, clause, case, since, until, consequence
ORDER BY itself DESC, party, measure, consequence
