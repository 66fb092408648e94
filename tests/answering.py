"""A parent who answers "Concerned about a child?" in a browser, and the ways to every situation."""

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Locator, Page

from esafe.content import Content
from reporting_links import triage
from reporting_links.flow_walks import completed

Answers = dict[str, tuple[str, ...]]

ADDRESS = "/concerned/"
TITLE = "Concerned about a child? – esafe"
PHONE = {"viewport": {"width": 320, "height": 568}, "has_touch": True}
FOCUSED = "(({ id, name, textContent }) => [id, name ?? '', textContent.trim()])(document.activeElement)"


def shortest_answers(content: Content) -> dict[str, Answers]:
    """For each situation the fewest answers that lead to it, going on without a choice elsewhere."""
    found: dict[str, Answers] = {}
    shortest: list[Answers] = [{}]
    while len(found) < len(content.situation):
        for answers in shortest:
            for situation in triage.triggered(content, completed(content, answers).facts):
                found.setdefault(situation.key, answers)
        shortest = [longer for answers in shortest for longer in _one_more(content, answers)]
        assert shortest, content.situation.keys() - found.keys()
    return found


def _one_more(content: Content, answers: Answers) -> Iterator[Answers]:
    """The same answers and one more, to a question that comes after them."""
    asked = [answered.question for answered in completed(content, answers).answered]
    last = max((number for number, question in enumerate(asked, 1) if question.key in answers), default=0)
    for question in asked[last:]:
        for answer in question.answers:
            yield {**answers, question.key: (answer.key,)}


class Parent:
    """Reads and answers one question after another, with a mouse."""

    def __init__(self, page: Page, site_address: str, scripts: bool = True) -> None:
        self.page = page
        self.address = site_address + ADDRESS
        self.scripts = scripts

    def start(self) -> None:
        self.page.goto(self.address)

    def question(self) -> str:
        """The key of the question on this page; empty on a danger and on the plan."""
        asked = self.page.locator("main input[name=asked]")
        return asked.get_attribute("value") if asked.count() else ""

    def is_for(self) -> list[str]:
        """What this danger or plan is about, as it says."""
        return [text.split(": ", 1)[1] for text in self.page.locator(".lead, .also-for li").all_inner_texts()]

    def chosen(self) -> list[str]:
        """The codes of the answers that are chosen on this page."""
        return [box.get_attribute("value") for box in self.page.locator("main input:checked").all()]

    def choose(self, question: str, *codes: str) -> None:
        for code in codes:
            self.activate(self.page.locator(f'label[for="{question}-{code}"]'))

    def press(self, words: str) -> None:
        """Press a button of this page, and wait for the next one."""
        button = self.page.get_by_role("main").get_by_role("button", name=words)
        if self.scripts:
            with self.next_page():
                self.activate(button)
        else:
            with self.page.expect_navigation(wait_until="domcontentloaded"):
                self.activate(button)

    def next_page(self) -> "Swapped":
        return Swapped(self)

    def activate(self, target: Locator) -> None:
        target.click()

    def answer(self, answers: Answers, until: str = "") -> None:
        """Answer from here on, going on without a choice where ``answers`` say nothing.

        Stops at the question ``until``, at a danger and at the plan.
        """
        while (question := self.question()) and question != until:
            self.choose(question, *answers.get(question, ()))
            self.press("Continue")

    def go_to(self, answers: Answers, until: str = "") -> None:
        self.start()
        self.answer(answers, until)

    def reach(self, title: str, answers: Answers) -> None:
        """Go to the danger or the plan of the situation with this title."""
        self.go_to(answers)
        while title not in self.is_for():
            assert self.heading() == "Do this now", (title, self.is_for())
            self.press("Go on with the questions")
            self.answer(answers)

    def heading(self) -> str:
        return self.page.locator("h1").inner_text()


class Swapped:
    """Waits, at its end, until another question, a danger or the plan stands in place of this page."""

    def __init__(self, parent: Parent) -> None:
        self.page = parent.page
        question = parent.question()
        self.here = f'input[name="asked"][value="{question}"]' if question else "article"

    def __enter__(self) -> None:
        pass

    def __exit__(self, failure: type[BaseException] | None, *_: object) -> None:
        if failure is None:
            self.page.locator(f"main:not(:has({self.here}))").wait_for()


class ByTouch(Parent):
    def activate(self, target: Locator) -> None:
        target.tap()


class ByKeyboard(Parent):
    """Has no pointer: Tab goes on, arrows move within a question, the space bar ticks, Enter presses."""

    def choose(self, question: str, *codes: str) -> None:
        for code in codes:
            self._tab_to(lambda focused: focused[1] == question)
            while (focused := self._focused()[0]) != f"{question}-{code}":
                kind = self.page.locator(f"#{focused}").get_attribute("type")
                self.page.keyboard.press("ArrowDown" if kind == "radio" else "Tab")
            if not self.page.locator(":focus").is_checked():
                self.page.keyboard.press("Space")

    def activate(self, target: Locator) -> None:
        words = target.text_content().strip()
        self._tab_to(lambda focused: focused[2] == words)
        self.page.keyboard.press("Enter")

    def _tab_to(self, is_there: Any) -> None:
        for _ in range(150):
            if is_there(self._focused()):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError("the Tab key does not lead there")

    def _focused(self) -> list[str]:
        return self.page.evaluate(FOCUSED)


def heard(page: Page) -> list[dict[str, Any]]:
    """What a screen reader is given of the main part, in order: role, name, and what else is known."""
    session = page.context.new_cdp_session(page)
    nodes = {node["nodeId"]: node for node in session.send("Accessibility.getFullAXTree")["nodes"]}
    session.detach()
    main = next(node for node in nodes.values() if _role(node) == "main")
    return [_as_heard(node) for node in _within(main, nodes) if not node["ignored"]]


def _role(node: dict[str, Any]) -> str:
    return node.get("role", {}).get("value", "")


def _within(node: dict[str, Any], nodes: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for child in node.get("childIds", ()):
        if child in nodes:
            yield nodes[child]
            yield from _within(nodes[child], nodes)


def _as_heard(node: dict[str, Any]) -> dict[str, Any]:
    known = {known["name"]: known["value"].get("value") for known in node.get("properties", ())}
    return {**known, "role": _role(node), "name": node.get("name", {}).get("value", "")}


def kept_in(page: Page) -> dict[str, Any]:
    """Everything that this page put into the browser, the tab and its history."""
    held = page.evaluate(
        """async () => ({
            device: {...localStorage},
            databases: await indexedDB.databases(),
            tab: Object.keys(sessionStorage),
            entry: Object.keys(history.state).sort(),
            step: history.state.step,
            address: location.href,
            title: document.title,
        })"""
    )
    return {**held, "cookies": page.context.cookies()}
