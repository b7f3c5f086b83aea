// What the page asks of its server. A request that fails throws an Error with a sentence for the user.

export async function ask(method, path, body) {
  let answer;
  try {
    answer = await fetch(path, {
      method,
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: "same-origin",
    });
  } catch {
    throw new Error("the server does not answer; is `spotsmith serve` still running?");
  }
  const said = await answer.json().catch(() => ({}));
  if (answer.ok) return said;
  if (answer.status === 401) throw new Error("this page is not signed in; open the link that `spotsmith serve` printed");
  const wait = answer.headers.get("Retry-After");
  const problem = said.error?.message ?? said.detail ?? `the server answered ${answer.status}`;
  throw new Error(answer.status === 429 && wait ? `${problem}; try again in ${wait} s` : String(problem));
}

// Follows a job until it ends; gives what it ended with. `heard` gets ("step", text) and ("text", text) on the way.
export function follow(id, heard) {
  return new Promise((done, failed) => {
    const events = new EventSource(`/api/jobs/${encodeURIComponent(id)}/events`);
    for (const kind of ["step", "text"]) {
      events.addEventListener(kind, (event) => heard(kind, JSON.parse(event.data)));
    }
    events.addEventListener("end", (event) => {
      events.close();
      done(JSON.parse(event.data));
    });
    events.onerror = () => {
      if (events.readyState !== EventSource.CLOSED) return; // it connects again by itself and goes on where it was
      failed(new Error("the connection to the server was lost; the job goes on there"));
    };
  });
}
