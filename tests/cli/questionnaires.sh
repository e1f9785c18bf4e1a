# Sourced by check_instrument_*.sh: a questionnaire of every kind of question in mixed.json, its scoring file in mixed.ini.
make_questionnaires() {
	python3 - <<-'END'
		import json
		def option(code, number):
		    return {"valueCoding": {"system": "urn:x:steps", "code": code, "display": code.capitalize()},
		            "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal": number}]}
		steps = [option("never", 0), option("often", 1), option("always", 2)]
		many = [{"valueCoding": {"system": "urn:x:towns", "code": f"t{i}", "display": f"Town {i}"}} for i in range(200)]
		items = [
		    {"linkId": "load", "type": "group", "text": "In the last week:", "item": [
		        {"linkId": "q1", "type": "choice", "required": True, "text": "Too much to do?", "answerOption": steps},
		        {"linkId": "q2", "type": "choice", "required": True, "text": "Too little time?", "answerOption": steps}]},
		    {"linkId": "note", "type": "display", "text": "And now about your days."},
		    {"linkId": "late", "type": "boolean", "text": "Did you work late?"},
		    {"linkId": "nights", "type": "integer", "text": "On how many evenings?",
		     "enableWhen": [{"question": "late", "operator": "=", "answerBoolean": True}]},
		    {"linkId": "hours", "type": "decimal", "text": "How many hours of sleep?"},
		    {"linkId": "why", "type": "choice", "repeats": True, "text": "What kept you?", "answerOption": [
		        {"valueCoding": {"code": c, "display": c.capitalize()}} for c in ("calls", "mail", "other")]},
		    {"linkId": "town", "type": "choice", "text": "Where?", "answerOption": many},
		    {"linkId": "words", "type": "text", "text": "In your own words?"}]
		json.dump({"resourceType": "Questionnaire", "id": "mixed", "url": "http://example.org/mixed", "version": "3",
		           "title": "A mixed one", "status": "active", "item": items}, open("mixed.json", "w"))
	END
	printf '%s\n' '[score load]' 'title = Load' 'source = Us 2026' 'item = q1' 'item = q2' 'band = 0 1 light' 'band = 2 4 heavy' \
		'sd = 1' 'alpha = 0.84' 'change-source = Us 2027' '[safety]' 'score = load' 'at-least = 4' 'source = Us' >mixed.ini
}
# Rows and their sizes: what anyone can see of a store
rows() { python3 -c 'import sqlite3,sys; print(*[n for n, in sqlite3.connect(sys.argv[1]).execute("SELECT length(blob) FROM entry ORDER BY n")])' "$1"; }
