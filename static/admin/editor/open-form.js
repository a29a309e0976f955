// An article's form while it is open: what it holds, and asking the server without leaving it. That one was signed out is
// noticed, and the token of a new session taken up.
export function written() {
  const all = [...new FormData(document.getElementById("article_form"))]
  const own = ([name, value]) =>
    typeof value === "string" && !name.startsWith("_") && name !== "csrfmiddlewaretoken" && !name.includes("__prefix__")
  return JSON.stringify(all.filter(own))
}

export function sent(values) {
  const body = new FormData()
  for (const [name, value] of JSON.parse(values)) body.append(name, value)
  return body
}

export async function ask(address, body, signal) {
  const answer = await post(address, body, signal)
  return answer.status === 403 && (await newToken()) ? post(address, body, signal) : answer
}

async function post(address, body, signal) {
  body.set("csrfmiddlewaretoken", token())
  return answered(fetch(address, { method: "POST", body, signal, redirect: "manual" }))
}

async function answered(request) {
  try {
    const answer = await request
    if (answer.type === "opaqueredirect") return { ok: false, status: "signed out" }
    const isJson = answer.headers.get("Content-Type")?.startsWith("application/json")
    const said = isJson ? { json: await answer.json() } : { text: await answer.text() }
    return { ok: answer.ok, status: answer.status, ...said }
  } catch {
    return { ok: false, status: "no answer" }
  }
}

const fields = () => document.querySelectorAll("[name=csrfmiddlewaretoken]")

export function token() {
  return fields()[0].value
}

// Whether there is another than we have: signing in anew makes one, and buttons of this page need it too.
async function newToken() {
  const before = token()
  const { json } = await answered(fetch(document.getElementById("keeping").dataset.token, { redirect: "manual" }))
  if (!json) return false
  for (const field of fields()) field.value = json.token
  return before !== json.token
}

// crypto.randomUUID is there under TLS alone.
export function uuid() {
  return "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) =>
    (digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16),
  )
}
