// Asks how the job stands and shows its page again when it has ended; without scripts the page refreshes itself.
"use strict";
const { job } = document.querySelector("[data-job]").dataset;
const ask = async () => {
  try {
    const answer = await fetch(`/api/v1/jobs/${encodeURIComponent(job)}`, { headers: { accept: "application/json" } });
    const { state } = await answer.json();
    if (state === "done" || state === "failed") { location.reload(); return; }
  } catch { /* the next round asks again */ }
  setTimeout(ask, 800);
};
setTimeout(ask, 300);
