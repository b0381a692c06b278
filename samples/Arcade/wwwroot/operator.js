// The operator's page: the inbox's figures as they change.
const figures = document.getElementById("figures");

async function refresh() {
  if (document.hidden) return;
  const answer = await fetch("/operator?handler=figures");
  if (!answer.ok) return;
  for (const [name, value] of Object.entries(await answer.json()))
    figures.querySelector(`[data-figure="${name}"]`).textContent = name === "oldestSeconds" ? `${value} s` : value;
}

setInterval(() => refresh().catch(() => {}), 2_000);
