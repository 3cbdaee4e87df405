"""A browser without JavaScript, as far as the editor's one form goes."""

from html.parser import HTMLParser

from django.http import QueryDict


class _Form(HTMLParser):
    """Collects what the form with an id would send."""

    def __init__(self):
        super().__init__()
        self.pairs, self.buttons, self.text = [], {}, ""
        self._inside = self._option = False
        self._button = self._select = self._textarea = None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self._inside = attrs.get("id") == "editor"
        if not self._inside:
            return
        if tag == "input":
            self._input(attrs)
        elif tag == "select":
            self._select = attrs["name"]
            self.pairs.append((self._select, ""))
        elif tag == "option" and "selected" in attrs:
            self.pairs.pop()
            self.text, self._option = "", True
        elif tag == "textarea":
            self._textarea, self.text = attrs["name"], ""
        elif tag == "button":
            self._button, self.text = attrs.get("formaction", ""), ""

    def _input(self, attrs):
        kind = attrs.get("type", "text")
        if kind not in ("radio", "checkbox") or "checked" in attrs:
            self.pairs.append((attrs["name"], attrs.get("value", "")))

    def handle_data(self, data):
        self.text += data

    def handle_endtag(self, tag):
        if tag == "form":
            self._inside = False
        elif tag == "option" and self._option:
            self.pairs.append((self._select, self.text))
            self._option = False
        elif tag == "select":
            self._select = None
        elif tag == "textarea" and self._textarea:
            self.pairs.append((self._textarea, self.text.removeprefix("\n")))
            self._textarea = None
        elif tag == "button" and self._button is not None:
            self.buttons.setdefault(self.text.strip(), self._button)
            self._button = None


class EditorPage:
    """A page of the editor as it was loaded: fill cells by path, press a button by its words."""

    def __init__(self, client, url):
        self.client, self.url = client, url
        response = client.get(url, follow=True)
        assert response.status_code == 200
        self.html = response.content.decode()
        form = _Form()
        form.feed(self.html)
        self.buttons = form.buttons
        self.data = QueryDict(mutable=True)
        for name, value in form.pairs:
            self.data.appendlist(name, value)

    def offered(self, group) -> str:
        """The path of the blank row that the page offers."""
        return next(path for path in self.data.getlist("row") if path.startswith(group + "/"))

    def fill(self, **cells):
        self.data.update(cells)
        return self

    def set(self, path, text):
        self.data[path] = text
        return self

    def press(self, words, follow=True):
        """Send the form by the button whose words begin so; gives the response."""
        action = next(url for text, url in self.buttons.items() if text.startswith(words))
        url = action if action.startswith("/") else self.url.split("?")[0] + action
        return self.client.post(
            url, self.data.urlencode(), "application/x-www-form-urlencoded", follow=follow
        )
