/**
 * Given: the names of the members of the JSON object in `json`, in the order in which they stand
 * there. A member that is written twice is here twice; `JSON.parse` keeps the last one in silence.
 *
 *     memberNames('{"rank":"9","rank":"99"}') // → ["rank", "rank"]
 *
 * @param json the text of a JSON object, which JSON.parse has accepted; members of objects inside
 *   of it do not count
 */
export function memberNames(json: string): string[] {
  const names: string[] = [];
  let depth = 0;
  let before = '';
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]:,]/g)) {
    if (token === '{' || token === '[') depth += 1;
    if (token === '}' || token === ']') depth -= 1;
    // A colon stands behind a name and nowhere else; "r\u0061nk" is "rank", too.
    if (token === ':' && depth === 1) names.push(String(JSON.parse(before)));
    before = token;
  }
  return names;
}
