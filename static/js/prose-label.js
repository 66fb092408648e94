// The editor's text area has no name of its own for a screen reader: it takes its label's.
document.addEventListener('prose-editor:ready', (event) => {
  const { textarea, editor } = event.detail;
  const label = document.querySelector(`label[for="${textarea.id}"]`);
  const area = editor.view.dom;
  area.setAttribute('aria-label', label ? label.textContent.replace(/:$/, '') : 'Text');
  area.setAttribute('aria-multiline', 'true');
});
