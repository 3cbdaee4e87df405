/* A running task (components/progress.html): its bar is fetched anew until it is over, then the page. */

const EVERY = 2000;
const isRunning = (page) => page.querySelector("#progress[data-running]");

async function look() {
  try {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!answer.ok || !isRunning(page)) return location.reload();
    document.querySelector("#progress").replaceWith(page.querySelector("#progress"));
  } catch {
    // The connection is away: asked again.
  }
  setTimeout(look, EVERY);
}

if (isRunning(document)) setTimeout(look, EVERY);
