// query: drafts-awaiting
// zh: 等待复核的草案
// en: Cases with drafts that await a reviewer
// question: In which cases does something stand as a draft, how many, and by which clauses?
// access: reviewer, administrator
// reads: persons
// column case: case -- the case
// column drafts: integer -- how many drafts
// column clauses: list -- the clauses that draft
// total: rows
MATCH (c:Consequence {is_draft: true})
WHERE c.entry_in <= $known_at AND (c.entry_out IS NULL OR c.entry_out > $known_at)
WITH c, [n IN range(0, size(c.spans_since) - 1) WHERE c.spans_since[n] <= $as_of AND $as_of < c.spans_until[n] | n] AS now
WHERE size(now) > 0 AND c.spans_state[now[0]] = 'draft'
WITH c.case AS case, c.clause AS clause, count(c) AS drafts
ORDER BY case, clause
WITH case, sum(drafts) AS drafts, collect(clause) AS clauses
RETURN case, drafts, clauses
ORDER BY drafts DESC, case
