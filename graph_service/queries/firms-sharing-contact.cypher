// query: firms-sharing-contact
// zh: 与该企业地址、电话或代办机构相同的企业
// en: Firms at the same address, telephone or filing agent
// question: Which other firms show the same address, telephone or filing agent now? (No responsibility follows.)
// access: department, investigator, reviewer, administrator, analyst
// reads: firms
// known: head -- the graph keeps no index of what a firm showed before
// param firm: party -- the firm, by the id of any of its records
// column shares: text -- address, phone or filing_agent
// column value: text -- what they share
// column other: party -- the other firm
// column record: text -- the source record that shows it
// column name: name -- its registered name
// total: rows
UNWIND $firm AS record
MATCH (r:Record {record: record})
WITH collect(r.address) AS addresses, collect(r.phone) AS phones, collect(r.filing_agent) AS agents
UNWIND [{shares: 'address', values: addresses}, {shares: 'phone', values: phones}, {shares: 'filing_agent', values: agents}] AS way
UNWIND way.values AS value
WITH DISTINCT way.shares AS shares, value
OPTIONAL MATCH (a:Record {address: value})
WITH shares, value, collect(a.record) AS there
OPTIONAL MATCH (b:Record {phone: value})
WITH shares, value, there, collect(b.record) AS reached
OPTIONAL MATCH (d:Record {filing_agent: value})
WITH shares, value, there, reached, collect(d.record) AS filed
WITH shares, value, CASE shares WHEN 'address' THEN there WHEN 'phone' THEN reached ELSE filed END AS found
UNWIND found AS record
WITH shares, value, record AS other, record, record AS name
WHERE NOT record IN $firm
RETURN shares, value, other, record, name
ORDER BY shares, other
