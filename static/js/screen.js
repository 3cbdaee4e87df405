// Loads the wall screen anew every so many seconds; one that the server does not answer stays as it
// is and is asked for again the next time, rather than giving way to the browser's page of an error.
(() => {
  const head = document.querySelector("[data-refresh]");
  if (!head) return;
  setInterval(async () => {
    try {
      const answer = await fetch(location.href, { method: "HEAD" });
      if (answer.ok) location.reload();
    } catch {
      // No network: the next time.
    }
  }, 1000 * head.dataset.refresh);
})();
