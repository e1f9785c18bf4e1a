#!/usr/bin/python3
"""usage: press.py LABEL | --close | --labels

Presses the notification's button LABEL (or closes it: the server's button, else its text) with a real mouse click, where the accessibility
bus says it is; waits up to five seconds for it. --labels prints what stands there, a line each. Exit 1: no such button."""
import subprocess
import sys
import time

import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi  # noqa: E402


def widgets():
    """Every widget of the notification server: (object, role, name, extents)."""
    found = []

    def walk(node):
        try:
            box = node.get_extents(Atspi.CoordType.SCREEN)
            found.append((node, node.get_role_name(), node.get_name() or '', box))
            for i in range(node.get_child_count()):
                walk(node.get_child_at_index(i))
        except Exception:  # it went away under our eyes
            return

    desktop = Atspi.get_desktop(0)
    for i in range(desktop.get_child_count()):
        app = desktop.get_child_at_index(i)
        if app is not None and 'notif' in (app.get_name() or ''):
            walk(app)
    return found


def shown(node):
    try:
        states = node.get_state_set()
        return states.contains(Atspi.StateType.SHOWING) and states.contains(Atspi.StateType.VISIBLE)
    except Exception:
        return False


def click(box):
    subprocess.check_call(['xdotool', 'mousemove', str(box.x + box.width // 2), str(box.y + box.height // 2),
                           'sleep', '0.2', 'click', '1'])


def choose(all_widgets, item):
    """LXQt with many or long labels: a drop-down and an OK button."""
    combo = next(w for w in all_widgets if w[1] == 'combo box')
    ok = next(w for w in all_widgets if w[1] == 'push button' and w[2] == 'OK')
    click(combo[3])
    time.sleep(0.3)
    subprocess.check_call(['xdotool', 'key', 'Home'] + ['Down'] * item.get_index_in_parent() + ['Return'])
    time.sleep(0.3)
    click(ok[3])


def press(wanted):
    all_widgets = widgets()
    for node, role, name, box in all_widgets:
        if role == 'push button' and shown(node) and box.width > 0:
            if name == wanted or (wanted == '--close' and name in ('', 'x')):
                click(box)
                return True
        if role == 'list item' and name == wanted:
            choose(all_widgets, node)
            return True
    return wanted == '--close' and press_text(all_widgets)


def press_text(all_widgets):
    """Servers without a close button close at a click on the text."""
    for node, role, _, box in all_widgets:
        if role == 'label' and shown(node) and box.width > 100:
            click(box)
            return True
    return False


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    Atspi.init()
    if sys.argv[1] == '--labels':
        for node, role, name, _ in widgets():
            if name and role in ('push button', 'list item', 'label') and shown(node):
                print(role + ': ' + name)
        return
    give_up = time.time() + 5
    while not press(sys.argv[1]):
        if time.time() > give_up:
            sys.exit(1)
        time.sleep(0.1)


main()
