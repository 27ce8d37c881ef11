"use strict";
// Shows the document of the frames as tables: one per frame, with the fields and what they hold.
const element = (name, text) => {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  return made;
};

const kind = (schema) => {
  if (schema.$ref) return schema.$ref.split("/").pop();
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((it) => JSON.stringify(it)).join(" or ");
  if (schema.type === "array") return "list of " + kind(schema.items);
  return schema.type || "anything";
};

const table = (schema) => {
  const made = element("table");
  const head = made.insertRow();
  for (const title of ["field", "holds", "present", "what it says"]) {
    const cell = element("th", title);
    cell.scope = "col";
    head.append(cell);
  }
  for (const [name, value] of Object.entries(schema.properties || {})) {
    const row = made.insertRow();
    row.insertCell().append(element("code", name));
    row.insertCell().textContent = kind(value);
    row.insertCell().textContent = (schema.required || []).includes(name) ? "always" : "may be absent";
    row.insertCell().textContent = value.description || "";
  }
  return made;
};

const index = (spec) => {
  const list = element("ul");
  list.className = "index";
  for (const operation of Object.values(spec.operations)) {
    for (const { $ref } of operation.messages) {
      const link = element("a", $ref.split("/").pop().replace("-", " "));
      link.href = "#" + $ref.split("/").pop();
      const item = element("li");
      item.append(link);
      list.append(item);
    }
  }
  return list;
};

const show = (spec) => {
  const main = document.getElementById("frames");
  main.append(element("h1", spec.info.title), element("p", spec.info.description));
  main.append(index(spec));
  for (const operation of Object.values(spec.operations)) {
    main.append(element("h2", operation.summary));
    for (const { $ref } of operation.messages) {
      const message = spec.components.messages[$ref.split("/").pop()];
      const title = element("h3", message.name);
      title.id = $ref.split("/").pop();
      main.append(title, element("p", message.payload.description));
      main.append(table(message.payload));
    }
  }
  main.append(element("h2", "Words"));
  for (const [name, schema] of Object.entries(spec.components.schemas)) {
    main.append(element("h3", name), element("p", schema.description || kind(schema)));
    if (schema.properties) main.append(table(schema));
  }
};

fetch("/docs/asyncapi.json").then((answer) => answer.json()).then(show);
