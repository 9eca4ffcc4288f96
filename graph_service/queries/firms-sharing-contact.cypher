// query: firms-sharing-contact
// zh: 与该企业地址、电话或代办机构相同的企业
// en: Firms at the same address, telephone or filing agent
// question: Which other firms show the same address, telephone or filing agent now? (No responsibility follows.)
// access: department, investigator, reviewer, administrator, analyst
// reads: firms
// param firm: party -- the firm, by the id of any of its records
// column shares: text -- address, phone or filing_agent
// column value: text -- what they share
// column other: party -- the other firm
// column name: text -- its name as shown now
// total: rows
MATCH (firm:Party {id: $firm})
WITH firm.id AS id, firm.address AS address, firm.phone AS phone, firm.filing_agent AS agent
OPTIONAL MATCH (a:Record {address: address})
WITH id, phone, agent, collect({shares: 'address', value: address, id: a.id, name: a.name}) AS found
OPTIONAL MATCH (b:Record {phone: phone})
WITH id, agent, found, collect({shares: 'phone', value: phone, id: b.id, name: b.name}) AS more
WITH id, agent, found + more AS found
OPTIONAL MATCH (d:Record {filing_agent: agent})
WITH id, agent, found, collect({shares: 'filing_agent', value: agent, id: d.id, name: d.name}) AS more
WITH id, found + more AS found
UNWIND found AS one
WITH one.shares AS shares, one.value AS value, one.id AS other, one.name AS name, id
WHERE other IS NOT NULL AND other <> id
RETURN shares, value, other, name
ORDER BY shares, other
