// query: holders-of-firm
// zh: 某日的股东及出资
// en: Holders of a firm on a day
// question: Who held which share of this firm on the day? (A holding makes nobody responsible.)
// access: department, investigator, reviewer, administrator
// reads: persons
// param firm: party -- the firm, by the id of any of its records
// column holder: party -- who holds
// column subscribed: share -- the share subscribed (认缴)
// column paid: share -- the share paid in (实缴)
// column votes: share -- the votes, where they differ
// column nominee: yesno -- whether a document says it is held for another
// column since: day -- from when, as the source gives it
// column held: text -- `yes`, or `not known` where the source's dates do not tell
// column fact: fact -- the fact
// total: rows
UNWIND $firm AS record
MATCH (r:Record {record: record})
OPTIONAL MATCH (r)-[:PART_OF]->(q:Party)
WITH DISTINCT coalesce(q, r) AS firm
MATCH (firm)<-[t:SHAREHOLDER_OF]-(h:Party)
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
WITH t.record AS holder, t.subscribed AS subscribed, t.paid AS paid, t.votes AS votes,
  coalesce(t.nominee, false) AS nominee, t.since AS since, held, t.fact AS fact
RETURN holder, subscribed, paid, votes, nominee, since, held, fact
ORDER BY holder, fact
