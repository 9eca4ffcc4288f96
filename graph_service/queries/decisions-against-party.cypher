// query: decisions-against-party
// zh: 针对该主体的决定
// en: Decisions against a party
// question: Which acts of authorities are against this party, and were they annulled?
// access: department, investigator, reviewer, administrator
// reads: persons
// param party: party -- the party, by the id of any of its records
// column case: case -- the case
// column day: day -- the date of the act
// column act: text -- its form
// column category: text -- what it is about
// column authority: text -- the code of the authority
// column number: text -- the document number
// column annulled: yesno -- whether it was annulled by the day
// column fact: fact -- the fact
// total: rows
UNWIND $party AS record
MATCH (r:Record {record: record})
OPTIONAL MATCH (r)-[:PART_OF]->(q:Party)
WITH DISTINCT coalesce(q, r) AS p
MATCH (p)<-[:ABOUT]-(d:Decision)
WHERE d.record IN $party AND d.entry_in <= $known_at AND (d.entry_out IS NULL OR d.entry_out > $known_at) AND d.date <= $as_of
OPTIONAL MATCH (d)-[:IN_CASE]->(k:Case)<-[:IN_CASE]-(a:Annulment)
WHERE a.entry_in <= $known_at AND (a.entry_out IS NULL OR a.entry_out > $known_at) AND a.date <= $as_of
WITH d, count(a) > 0 AS annulled
WITH d.case AS case, d.date AS day, d.act AS act, d.category AS category, d.authority AS authority,
  d.number AS number, annulled, d.id AS fact
RETURN case, day, act, category, authority, number, annulled, fact
ORDER BY day DESC, case, fact
