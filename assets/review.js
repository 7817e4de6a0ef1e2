// The review desk's keys, printed on the buttons. They do nothing while somebody types in a field or an input method composes.
"use strict";
const form = document.querySelector("[data-review]");
const note = form?.querySelector("textarea[name=note]");
let sent = false;

form?.addEventListener("submit", (event) => {
  if (sent) event.preventDefault();
  else if (event.submitter?.value === "false-hit:other" && !note.value.trim()) {
    event.preventDefault();
    note.focus();
  } else sent = true;
});
window.addEventListener("pageshow", () => { sent = false; });

const follow = (rel) => document.querySelector(`main a[rel=${rel}]`)?.click();
const press = (key) => {
  const button = form?.querySelector(`[data-key="${key}"]`);
  if (button) form.requestSubmit(button);
};
const keys = {
  j: () => follow("next"),
  k: () => follow("prev"),
  x: () => form?.querySelector("[data-focus=x]")?.focus(),
  "?": () => { location.href = "/help"; },
};

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229 || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  if (event.key === "Enter") {
    // A focused link or button keeps its own Enter.
    if (!event.target.closest("a, button, summary")) { event.preventDefault(); press("Enter"); }
    return;
  }
  const key = event.key.toLowerCase();
  if (key in keys) { event.preventDefault(); keys[key](); }
  else if (/^[1-5iu]$/.test(key)) { event.preventDefault(); press(key); }
});

// A long conversation begins at its first marked turn, in its own frame, so that the verdict stays in sight.
const here = document.getElementById("here");
const talk = here?.closest(".talk");
if (talk) talk.scrollTop = here.offsetTop - (talk.clientHeight - here.clientHeight) / 2;
