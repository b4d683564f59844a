/** Says it to those who read with their ears, and leaves the eyes alone. */
export function announce(message: string): void {
  const status = document.getElementById('status');
  if (!status) return;
  status.textContent = '';
  // The same message twice is news twice, if the text was empty in between.
  setTimeout(() => {
    status.textContent = message;
  }, 50);
}
