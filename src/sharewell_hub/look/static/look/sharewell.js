// What pages do beyond HTML. Nothing here is needed to use a page.
"use strict";

// Hide this screen: covers everything until the reader comes back.
const hide = document.getElementById("hide-screen");
if (hide && window.HTMLDialogElement) {
  const cover = document.createElement("dialog");
  const title = document.title;
  cover.className = "sw-cover";
  cover.setAttribute("aria-label", "This screen is hidden");
  const words = document.createElement("p");
  words.textContent = "This screen is hidden.";
  const show = document.createElement("button");
  show.type = "button";
  show.className = "govuk-button govuk-button--secondary";
  show.textContent = "Show it again";
  show.addEventListener("click", () => { document.title = title; cover.close(); });
  cover.addEventListener("close", () => { document.title = title; hide.focus(); });
  cover.append(words, show);
  document.body.append(cover);
  hide.hidden = false;
  hide.addEventListener("click", () => { document.title = "Sharewell"; cover.showModal(); });
}

// Copy these words.
for (const button of document.querySelectorAll("[data-copies]")) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).innerText);
    button.textContent = "Copied";
  });
}

// Print this page.
for (const button of document.querySelectorAll("[data-prints]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
