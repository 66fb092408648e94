// What is pasted into the rich editor from Word or a web page keeps its headings, bold and italic
// words, links and lists. Styles, pictures and scripts go. The server cleans it again when it is saved.
const BULLET = /^\s*(?:[·•▪◦‣–—o§Øü-]|\uf0b7|\uf0a7|\uf0d8)[\s\u00a0]+/;
const NUMBER = /^\s*(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)][\s\u00a0]+/i;
const GONE = "script, style, img, picture, svg, video, audio, object, iframe, form, input, button, meta, link, title, xml, "
  + "table > colgroup, .MsoCommentReference";

function wordLevel(paragraph) {
  const found = /mso-list:[^;]*level(\d)/.exec(paragraph.getAttribute("data-style") ?? "");
  return found ? Number(found[1]) : 0;
}

// The mark of a list is text in Word's HTML: a span of its own, or the first characters.
function withoutMark(paragraph, mark) {
  const ignored = [...paragraph.querySelectorAll("span")]
    .filter((span) => /mso-list:\s*ignore/i.test(span.getAttribute("data-style") ?? ""));
  ignored.forEach((span) => span.remove());
  if (ignored.length) return;
  const walker = paragraph.ownerDocument.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  let left = mark?.exec(paragraph.textContent)?.[0].length ?? 0;
  for (let text = walker.nextNode(); text && left; text = walker.nextNode()) {
    const gone = Math.min(left, text.data.length);
    text.data = text.data.slice(gone);
    left -= gone;
  }
}

function listKind(paragraph) {
  const text = paragraph.textContent;
  const isWord = wordLevel(paragraph) > 0 || /MsoListParagraph/.test(paragraph.className);
  if (isWord && NUMBER.test(text)) return ["ol", NUMBER];
  if (BULLET.test(text) && (isWord || /^\s*[·•▪◦‣\uf0b7\uf0a7\uf0d8]/.test(text))) return ["ul", BULLET];
  return isWord && wordLevel(paragraph) ? ["ul", null] : null;
}

function makeLists(page) {
  for (const paragraph of [...page.body.querySelectorAll("p")]) {
    const kind = listKind(paragraph);
    if (!kind) continue;
    const [tag, mark] = kind;
    withoutMark(paragraph, mark);
    const item = page.createElement("li");
    item.append(...paragraph.childNodes);
    const before = paragraph.previousElementSibling;
    if (before?.matches(`${tag}[data-made]`)) {
      before.append(item);
      paragraph.remove();
    } else {
      const list = page.createElement(tag);
      list.dataset.made = "";
      list.append(item);
      paragraph.replaceWith(list);
    }
  }
}

function renamed(page, element, tag) {
  const made = page.createElement(tag);
  made.append(...element.childNodes);
  element.replaceWith(made);
}

// The page's own title and a section's heading stand above: what is pasted starts one level lower.
function lowerHeadings(page) {
  for (const heading of page.body.querySelectorAll("h1, h2, h3, h4, h5, h6, .MsoTitle, .MsoSubtitle")) {
    renamed(page, heading, heading.matches("h1, h2, .MsoTitle") ? "h3" : "h4");
  }
}

function markStyledWords(page) {
  for (const span of page.body.querySelectorAll("span[data-style]")) {
    const style = span.getAttribute("data-style");
    if (/font-weight:\s*(?:bold|[6-9]00)/i.test(style)) renamed(page, span, "strong");
    else if (/font-style:\s*italic/i.test(style)) renamed(page, span, "em");
  }
}

function dropAttributes(page) {
  for (const element of page.body.querySelectorAll("*")) {
    for (const { name } of [...element.attributes]) {
      if (!(name === "href" && element.matches("a"))) element.removeAttribute(name);
    }
  }
  for (const link of page.body.querySelectorAll("a")) {
    if (!/^(?:https?:|mailto:|tel:|\/(?!\/))/i.test(link.getAttribute("href") ?? "")) link.replaceWith(...link.childNodes);
  }
}

// Our policy refuses styles even in a page that is only read: they become plain data first.
function withoutStyles(html) {
  return html.replace(/<style[\s\S]*?<\/style>/gi, "")
    .replace(/<[^>]*>/g, (tag) => tag.replace(/\sstyle\s*=/gi, " data-style="));
}

function cleaned(html) {
  const page = new DOMParser().parseFromString(withoutStyles(html), "text/html");
  page.querySelectorAll(GONE).forEach((element) => element.remove());
  makeLists(page);
  lowerHeadings(page);
  markStyledWords(page);
  dropAttributes(page);
  return page.body.innerHTML;
}

// Plain text that was copied from a list of Word's.
function textAsHtml(text) {
  const page = document.implementation.createHTMLDocument("");
  for (const line of text.split(/\r?\n/).filter((one) => one.trim())) {
    const paragraph = page.createElement("p");
    paragraph.textContent = line;
    page.body.append(paragraph);
  }
  return page.body.innerHTML;
}

document.addEventListener("prose-editor:ready", (event) => {
  const { view } = event.detail.editor;
  view.setProps({
    transformPastedHTML: cleaned,
    handlePaste: (_view, pasted) => {
      const data = pasted.clipboardData;
      if (!data) return false; // our own, below
      if (data.files.length && !data.getData("text/html") && !data.getData("text/plain")) return true;
      const text = data.getData("text/plain");
      if (data.getData("text/html") || !/^\s*[·•▪◦‣\uf0b7]\s/m.test(text)) return false;
      return view.pasteHTML(textAsHtml(text));
    },
    handleDrop: (_view, dropped) => Boolean(dropped.dataTransfer?.files.length),
  });
});
