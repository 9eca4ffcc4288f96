// query: ending-soon
// zh: 即将到期的约束
// en: What ends within so many days
// question: Which measures in force on the day end within so many days after it?
// access: department, investigator, reviewer, administrator
// reads: persons
// param days: integer = 30 -- how many days to look ahead
// column last_day: day -- the last day it holds
// column party: party -- who is bound
// column measure: measure -- the measure
// column clause: clause -- the clause that binds
// column case: case -- the case it arises from
// column consequence: consequence -- the consequence, to be explained
// total: rows
WITH toString(date($as_of) + duration({days: $days})) AS horizon
MATCH (c:Consequence)
WHERE c.bound_until > $as_of AND c.bound_until <= horizon AND c.entry_in <= $known_at AND (c.entry_out IS NULL OR c.entry_out > $known_at)
WITH c, [n IN range(0, size(c.spans_since) - 1) WHERE c.spans_since[n] <= $as_of AND $as_of < c.spans_until[n] | n] AS now
WHERE size(now) > 0 AND c.spans_state[now[0]] = 'in_force'
WITH toString(date(c.bound_until) - duration({days: 1})) AS last_day, c.record AS party,
  c.measure AS measure, c.clause AS clause, c.case AS case, c.id AS consequence
RETURN last_day, party, measure, clause, case, consequence
ORDER BY last_day, party, measure, consequence
