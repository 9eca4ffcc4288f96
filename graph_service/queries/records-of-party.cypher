// query: records-of-party
// zh: 同号记录：该主体由哪些来源记录组成
// en: Records of one party, and the numbers that join them
// question: Which source records bear a number or identity document that makes them this party?
// access: department, investigator, reviewer, administrator
// reads: persons
// param party: party -- the party, by the id of any of its records
// column record: text -- the source record
// column document: text -- the kind of number or document (never an identity document's number)
// column level: text -- the level of the identity fact; a number given once that passed its check is PROVED
// column shared: yesno -- whether another record bears the same one
// column fact: fact -- the fact
// total: rows
UNWIND $party AS record
MATCH (r:Record {record: record})
OPTIONAL MATCH (r)-[:PART_OF]->(q:Party)
WITH DISTINCT coalesce(q, r) AS p
MATCH (p)-[i:IDENTIFIED_BY]->(n:Identifier)
WHERE i.record IN $party AND i.entry_in <= $known_at AND (i.entry_out IS NULL OR i.entry_out > $known_at)
OPTIONAL MATCH (n)<-[j:IDENTIFIED_BY]-(:Party)
WHERE j.record <> i.record AND j.entry_in <= $known_at AND (j.entry_out IS NULL OR j.entry_out > $known_at)
WITH i, n, count(j) > 0 AS shared
WITH i.record AS record, coalesce(i.scheme, split(n.value, ':')[0]) AS document,
  coalesce(i.level, CASE WHEN coalesce(i.valid, true) THEN 'PROVED' ELSE 'not valid' END) AS level, shared, i.fact AS fact
RETURN record, document, level, shared, fact
ORDER BY record, document, fact
