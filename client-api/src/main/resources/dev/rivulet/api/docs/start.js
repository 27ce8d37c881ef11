"use strict";
// The viewer's page as it is cannot be told apart by screen readers everywhere: what it leaves
// unnamed is named here whenever it has drawn something.
const mend = () => {
  for (const [titles, level] of [["h3.opblock-tag", 2], ["h4, h5", 3]]) {
    for (const title of document.querySelectorAll(titles)) {
      title.setAttribute("role", "heading");
      title.setAttribute("aria-level", level);
    }
  }
  for (const [part, name] of [[".information-container", "About"], [".scheme-container", "Access"]]) {
    const found = document.querySelector(part);
    found?.setAttribute("role", "region");
    found?.setAttribute("aria-label", name);
  }
  for (const table of document.querySelectorAll("table.responses-table:not([aria-label])")) {
    table.setAttribute("aria-label", table.id.replaceAll("_", " ") || "responses");
  }
  for (const select of document.querySelectorAll("select:not([aria-label])")) {
    select.setAttribute("aria-label", select.id === "servers" ? "Server" : "Kind");
  }
  for (const field of document.querySelectorAll("input:not([aria-label]), textarea:not([aria-label])")) {
    field.setAttribute("aria-label", field.placeholder || "Value");
  }
  for (const code of document.querySelectorAll("pre:not([tabindex])")) code.tabIndex = 0;
};

const api = document.getElementById("api");
new MutationObserver(mend).observe(api, { childList: true, subtree: true });

window.SwaggerUIBundle({
  url: api.dataset.document,
  dom_id: "#api",
  // A link within the button that opens an operation would be one control within another.
  deepLinking: false,
  validatorUrl: null,
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
});
