"""fhir_check.py BUNDLE QUESTIONNAIRE...: is the Bundle what FHIR R4 says of one, and does each response fit its questionnaire?
Prints what is wrong, a line each; nothing when all is well. Written from the R4 pages of Bundle, QuestionnaireResponse and dateTime."""
import json, re, sys

VALUES = {"choice": ("valueCoding", "valueInteger", "valueString"), "boolean": ("valueBoolean",), "integer": ("valueInteger",),
          "decimal": ("valueDecimal",), "text": ("valueString",), "string": ("valueString",)}
STATUS = ("in-progress", "completed", "amended", "entered-in-error", "stopped")
KNOWN = {"resourceType", "questionnaire", "status", "authored", "item", "extension"}
wrong = []


def check_value(item, answer):
    keys = [key for key in answer if key.startswith("value")]
    if len(keys) != 1 or keys[0] not in VALUES[item["type"]]:
        wrong.append(f"{item['linkId']}: {keys} is no answer to a {item['type']}")
    elif keys[0] == "valueCoding":
        coding = answer["valueCoding"]
        offered = [o["valueCoding"] for o in item.get("answerOption", [])]
        if not any(o["code"] == coding.get("code") and o.get("system") == coding.get("system") and
                   o.get("display") == coding.get("display") for o in offered):
            wrong.append(f"{item['linkId']}: an answer that is none of its options")
    elif not isinstance(answer[keys[0]], {"valueBoolean": bool, "valueInteger": int, "valueString": str}.get(keys[0], (int, float))):
        wrong.append(f"{item['linkId']}: {keys[0]} of another type")


def check_items(responses, items, where):
    by_id, order = {item["linkId"]: item for item in items}, [item["linkId"] for item in items]
    seen = []
    if not responses:
        wrong.append(f"{where}: an empty list of items")
    for response in responses:
        link_id = response.get("linkId")
        if link_id not in by_id:
            wrong.append(f"{where}: no question '{link_id}' here")
            continue
        item = by_id[link_id]
        seen.append(order.index(link_id))
        if response.get("text") != item["text"]:
            wrong.append(f"{link_id}: another text")
        if item["type"] in ("display",) or (item["type"] == "group" and "answer" in response):
            wrong.append(f"{link_id}: a {item['type']} has no answer")
        if len(response.get("answer", [])) > 1 and not item.get("repeats"):
            wrong.append(f"{link_id}: more than one answer")
        if response.get("answer") == [] or not set(response) <= {"linkId", "text", "answer", "item"}:
            wrong.append(f"{link_id}: members {sorted(response)}")
        for answer in response.get("answer", []):
            check_value(item, answer)
        if "item" in response:
            check_items(response["item"], item.get("item", []), link_id)
    if seen != sorted(set(seen)):
        wrong.append(f"{where}: not in the questionnaire's order, or one twice")


def check_response(response, known):
    questionnaire = known.get(response.get("questionnaire"))
    if response.get("resourceType") != "QuestionnaireResponse" or response.get("status") not in STATUS:
        wrong.append("a response without its type or status")
    if not set(response) <= KNOWN:
        wrong.append(f"a response says too much: {sorted(set(response) - KNOWN)}")
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d", response.get("authored", "")):
        wrong.append("authored is no dateTime with its offset")
    if not questionnaire:
        wrong.append(f"no questionnaire {response.get('questionnaire')}")
    elif "item" in response:
        check_items(response["item"], questionnaire["item"], questionnaire["id"])


bundle = json.load(open(sys.argv[1]))
files = [json.load(open(name)) for name in sys.argv[2:]]
known = {file["url"] + ("|" + file["version"] if "version" in file else ""): file for file in files}
if bundle.get("resourceType") != "Bundle" or bundle.get("type") != "collection" or bundle.get("entry") == []:
    wrong.append("no Bundle of type collection")
for entry in bundle.get("entry", []):
    check_response(entry["resource"], known)
if re.search(r'"(subject|author|source|identifier|id)"\s*:', re.sub(r'"url":"[a-z]+"', "", json.dumps(bundle))):
    wrong.append("somebody or something is identified")
print("\n".join(wrong), end="")
