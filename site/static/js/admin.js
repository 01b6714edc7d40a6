// What the site adds to every screen of Wagtail's admin: dates left as typed, numbers said in words.
"use strict";

// The calendar would put today, or another day, in the place of a date that does not exist. The server refuses it.
if (window.jQuery && window.jQuery.fn.datetimepicker) {
  window.jQuery.fn.datetimepicker.defaults.validateOnBlur = false;
}

// "500.000.000" below a field of money is "500 triệu đồng"; nothing is said of what the server will refuse.
const GROUPED = /^(\d+|[1-9]\d{0,2}([.\s])\d{3}(\2\d{3})*)$/;

function inWords(typed, noun) {
  const text = typed.trim();
  if (!GROUPED.test(text)) return "";
  const value = Number(text.replace(/\D/g, ""));
  const language = document.documentElement.lang || "vi";
  if (noun !== "money") return `${value.toLocaleString(language)} ${noun}`;
  const size = value < 1e6 ? {} : { notation: "compact", compactDisplay: "long", maximumFractionDigits: 2 };
  const amount = new Intl.NumberFormat(language, size).format(value);
  return language.startsWith("vi") ? `${amount} đồng` : `VND ${amount}`;
}

function echo(field) {
  const output = field.parentElement?.querySelector("output[data-echo]");
  if (output) output.textContent = inWords(field.value, output.dataset.echo);
}

document.addEventListener("input", (event) => {
  if (event.target.matches?.("input[inputmode=numeric]")) echo(event.target);
});
document.addEventListener("DOMContentLoaded", () => {
  for (const output of document.querySelectorAll("output[data-echo]")) {
    const field = output.parentElement.querySelector("input[inputmode=numeric]");
    if (field) echo(field);
  }
});

// What is pasted is never cut off silently: the server takes it or says how long it may be.
document.addEventListener("paste", (event) => event.target.removeAttribute?.("maxlength"), true);

// Wagtail-localize draws two texts of its translation editor in English.
const moreActions = document.currentScript.dataset.moreActions;

function inTheEditorsLanguage(editor) {
  for (const label of editor.querySelectorAll(".w-dropdown__toggle .w-sr-only")) {
    if (label.textContent === "More actions") label.textContent = moreActions;
  }
  for (const heading of editor.querySelectorAll("h3")) {
    const languages = /^(.+) to (.+) translation$/.exec(heading.textContent);
    if (languages) heading.textContent = `${languages[1]} → ${languages[2]}`;
  }
}

document.addEventListener("DOMContentLoaded", () => {
  const editor = document.querySelector(".js-translation-editor");
  if (!editor) return;
  new MutationObserver(() => inTheEditorsLanguage(editor)).observe(editor, { childList: true, subtree: true });
  inTheEditorsLanguage(editor);
});

// One save at a time: a save by hand waits for the autosave under way, and none begins after it.
let autosaving = false;
let leaving = false;
let waiting = null;

function submitWith(form, button) {
  const name = document.createElement("input"); // the button itself may be gone: an autosave draws the footer anew
  Object.assign(name, { type: "hidden", name: button?.name || "", value: button?.value || "" });
  if (name.name) form.append(name);
  form.requestSubmit();
  name.remove();
}

document.addEventListener("w-autosave:save", (event) => {
  if (leaving) event.preventDefault();
  else autosaving = !event.defaultPrevented;
});
for (const end of ["w-autosave:success", "w-autosave:error"]) {
  document.addEventListener(end, () => {
    autosaving = false;
    const submit = waiting;
    waiting = null;
    submit?.();
  });
}
document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (!form.matches?.("form[data-edit-form]")) return;
    leaving = true;
    if (!autosaving) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const button = event.submitter;
    waiting = () => submitWith(form, button);
  },
  true,
);
window.addEventListener("pageshow", () => {
  leaving = false;
});
