// A section shows the fields of its kind only. Without this script all of them stand there.
const CARDS = ["service", "action", "figure"];

function show(row) {
  const kind = row.querySelector("select[name$='-kind']")?.value;
  if (kind === undefined) return;
  for (const card of CARDS) {
    const field = row.querySelector(`.form-row.field-${card}`);
    const isFilled = Boolean(field?.querySelector("select")?.value);
    if (field) field.hidden = card !== kind && !isFilled;
  }
}

const all = () => document.querySelectorAll("#sections-group .inline-related");

all().forEach(show);
document.addEventListener("change", (event) => {
  const row = event.target.closest("#sections-group .inline-related");
  if (row) show(row);
});
document.addEventListener("formset:added", (event) => show(event.target));
