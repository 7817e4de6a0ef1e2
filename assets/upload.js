// Uploads by drag and drop, with progress. Without this script the form does the same, silently.
"use strict";
for (const form of document.querySelectorAll("form[data-upload]")) {
  const drop = form.querySelector(".drop");
  const input = form.querySelector("input[type=file]");
  const progress = form.querySelector("progress");
  const note = form.querySelector("[data-failed]");
  const button = form.querySelector("button");
  const over = (on) => (event) => { event.preventDefault(); drop.classList.toggle("over", on); };
  drop.addEventListener("dragenter", over(true));
  drop.addEventListener("dragover", over(true));
  drop.addEventListener("dragleave", over(false));
  drop.addEventListener("drop", (event) => {
    over(false)(event);
    if (event.dataTransfer.files.length) input.files = event.dataTransfer.files;
  });

  const failed = (text) => {
    note.textContent = text || note.dataset.failed;
    note.hidden = false;
    progress.hidden = true;
    button.disabled = false;
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.upload.addEventListener("progress", (part) => {
      if (part.lengthComputable) progress.value = (100 * part.loaded) / part.total;
    });
    request.addEventListener("load", () => {
      if (request.status < 400) { location.href = request.responseURL; return; }
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      failed([...page.querySelectorAll("main h1, main li")].map((part) => part.textContent.trim()).join(" "));
    });
    request.addEventListener("error", () => failed());
    note.hidden = true;
    progress.hidden = false;
    button.disabled = true;
    request.send(new FormData(form));
  });
}
