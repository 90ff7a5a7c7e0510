"""What the audit holds about accounts is told in French words."""

import ast
from pathlib import Path

import webapp
from webapp.agents import texts

ABOUT_ACCOUNTS = ("account.", "agent.", "session.")


def test_each_event_of_the_source_has_its_words() -> None:
    said = set()
    for file in Path(webapp.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith((".audit", "_change_state")):
                said |= {arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)}
    actions = {action for action in said if action.startswith(ABOUT_ACCOUNTS)}
    assert {"session.opened", "agent.disabled", "account.activated"} <= actions
    assert actions - set(texts.READINGS) <= texts.EVENTS.keys()
