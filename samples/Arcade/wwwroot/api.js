// The API page: the OpenAPI document as a list.
const list = document.getElementById("api");

function element(name, className, ...content) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...content);
  return made;
}

function toParameter({ name, in: where, required, description, schema }) {
  const facts = [where, required ? "required" : null, [schema?.type].flat().filter(Boolean).join(" or "), schema?.default !== undefined ? `default ${schema.default}` : null];
  const item = element("li", "", element("code", "", name), ` ${facts.filter(Boolean).join(", ")}`);
  if (description) item.append(`. ${description}`);
  return item;
}

function toOperation(path, method, operation) {
  const details = element("details", "operation");
  details.append(element("summary", "", element("b", `method ${method}`, method.toUpperCase()), element("code", "", path), element("span", "note", operation.summary ?? "")));
  if (operation.parameters?.length) details.append(element("h3", "", "Parameters"), element("ul", "", ...operation.parameters.map(toParameter)));
  const answers = Object.entries(operation.responses ?? {}).map(([status, answer]) =>
    element("li", "", element("code", "", status), ` ${answer.description ?? ""} ${Object.keys(answer.content ?? {}).join(", ")}`));
  details.append(element("h3", "", "Answers"), element("ul", "", ...answers));
  return details;
}

try {
  const description = await (await fetch("/openapi/v1.json")).json();
  const operations = Object.entries(description.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => toOperation(path, method, operation)));
  list.replaceChildren(...operations);
} catch {
  list.replaceChildren(element("p", "error", "The document could not be read."));
}
