"""usage: press_mako.py LABEL | --labels    what makoctl knows by key, by its label"""
import json
import subprocess
import sys
import time

give_up = time.time() + 5
while True:
    groups = json.loads(subprocess.run(['makoctl', 'list'], capture_output=True, check=True).stdout)['data']
    for note in groups[0]:
        for key, label in note['actions']['data'].items():
            if sys.argv[1] == '--labels':
                print(label)
            elif label == sys.argv[1]:
                sys.exit(subprocess.call(['makoctl', 'invoke', '-n', str(note['id']['data']), key]))
    if sys.argv[1] == '--labels' or time.time() > give_up:
        sys.exit(sys.argv[1] != '--labels')
    time.sleep(0.1)
