# usage: LC_ALL=C awk -f compile.awk ids.tsv tips.tsv catalogue/LANGUAGE/*.txt >catalogue_data.c
#
# Turns the catalogue into the tables that lib/core/catalogue_data.h declares. Plain awk (mawk and gawk). Texts are
# records of "field: value" lines with a blank line between; a record begins with "id:" (an id's texts) or "key:" (a
# phrase). Whatever is wrong is told as FILE:LINE on stderr; then nothing is written and the exit status is 1, so that a
# build stops.

BEGIN {
	language_count = split("en zh_CN th", languages, " ")
	for (i = 1; i <= language_count; i++)
		is_language[languages[i]] = 1
	field_count = split("label momentary weekly explanation", fields, " ") # enum catalogue_field
	place_name["desk"] = "TIP_AT_DESK"
	place_name["break"] = "TIP_ON_BREAK"
	place_name["after-shift"] = "TIP_AFTER_SHIFT"
	place_name["manager"] = "TIP_WITH_MANAGER"
	group_name["customer"] = "GROUP_CUSTOMER"
	group_name["market"] = "GROUP_MARKET"
	group_name["company"] = "GROUP_COMPANY"
	group_name["personal"] = "GROUP_PERSONAL"
	group_name["environment"] = "GROUP_ENVIRONMENT"

	# The texts that each kind has in every language.
	needs["stress"] = "label momentary explanation"
	needs["valence"] = needs["symptom"] = "label momentary weekly explanation"
	needs["impact"] = needs["review"] = "label weekly explanation"
	needs["effective"] = needs["futile"] = "label weekly explanation"
	needs["cause"] = needs["measure"] = needs["exercise"] = "label explanation"
	needs["prevention"] = needs["coping"] = "label explanation"
	needs["tip"] = "text first-step"

	# What a tip's lists may name, and how many (TIP_..._MAX).
	split("causes symptoms techniques answers", lists, " ")
	may_name["causes"] = " cause "
	may_name["symptoms"] = " symptom "
	may_name["techniques"] = " prevention effective coping measure "
	may_name["answers"] = " impact futile "
	most["causes"] = most["symptoms"] = most["answers"] = 4
	most["techniques"] = 3
}

function wrong_at(where, message)
{
	print where ": " message | "cat 1>&2"
	failed = 1
}

function wrong(message)
{
	wrong_at(FILENAME ":" FNR, message)
}

FNR == 1 {
	begin_record()
	table = FILENAME
	sub(/.*\//, "", table)
	language = FILENAME
	if (table ~ /\.txt$/) {
		sub(/\/[^\/]*$/, "", language)
		sub(/.*\//, "", language)
		if (!(language in is_language))
			wrong("'" language "' is none of the catalogue's languages")
	}
}

/^#/ { next }
/\r/ { wrong("a carriage return; lines end with a newline alone"); next }

table == "ids.tsv" {
	count = split($0, part, "\t")
	if (count != 3 || part[1] !~ /^0x[0-9a-f][0-9a-f][0-9a-f][0-9a-f]$/ || part[3] !~ /^[a-z]+([.-][a-z]+)*$/)
		wrong("expected 0xNNNN<TAB>kind<TAB>name")
	else if (part[1] <= last_number)
		wrong("numbers rise and none is used twice")
	else if (!(part[2] in needs))
		wrong("'" part[2] "' is no kind of id")
	else if (part[3] in number_of)
		wrong("'" part[3] "' has a number already")
	else
		add_id(part[1], part[2], part[3])
	next
}

function add_id(number, kind, name, group)
{
	group = name
	sub(/\..*/, "", group)
	if (kind == "cause" && !(group in group_name))
		wrong("a cause's name begins with its group: customer, market, company, personal or environment")
	ids[++id_count] = name
	number_of[name] = last_number = number
	kind_of[name] = kind
	place_of_id[name] = FILENAME ":" FNR
	group_of[name] = kind == "cause" ? group_name[group] : "-1"
}

table == "tips.tsv" {
	count = split($0, part, "\t")
	if (count != 7)
		wrong("expected id, minutes, where, causes, symptoms, techniques and answers with tabs between")
	else if (kind_of[part[1]] != "tip")
		wrong("'" part[1] "' is no tip in ids.tsv")
	else if (part[1] in minutes_of)
		wrong("'" part[1] "' is here already")
	else
		add_tip(part)
	next
}

function add_tip(part, i)
{
	if (part[2] !~ /^(0|1|5|15)$/)
		wrong("minutes are 1, 5, 15 or 0 for later, not '" part[2] "'")
	if (!(part[3] in place_name))
		wrong("'" part[3] "' is no place: desk, break, after-shift or manager")
	minutes_of[part[1]] = part[2]
	where_of[part[1]] = part[3]
	for (i = 1; i <= 4; i++)
		add_list(part[1], lists[i], part[i + 3])
}

function add_list(tip, list, names, count, i, name, numbers)
{
	count = names == "-" ? 0 : split(names, listed, " ")
	if (count > most[list])
		wrong("at most " most[list] " " list)
	for (i = 1; i <= count; i++) {
		name = listed[i]
		if (index(may_name[list], " " kind_of[name] " ") == 0 || !(name in number_of))
			wrong("'" name "' cannot stand among a tip's " list)
		if ((tip, list, name) in is_listed)
			wrong("'" name "' twice")
		is_listed[tip, list, name] = 1
		numbers = numbers (i > 1 ? ", " : "") number_of[name]
	}
	list_of[tip, list] = count ? numbers : "0"
}

# The texts: records of one language, a blank line between two.
/^[ \t]*$/ { begin_record(); next }

function begin_record()
{
	record = ""
}

{
	colon = index($0, ": ")
	field = substr($0, 1, colon - 1)
	value = substr($0, colon + 2)
	if (colon == 0 || field !~ /^[a-z][a-z-]*$/ || value ~ /^[ \t]/ || value ~ /[ \t]$/ || value == "")
		wrong("expected 'field: value' without blanks around the value")
	else if (field == "id" || field == "key")
		begin_texts(field, value)
	else if (record == "")
		wrong("a record begins with 'id: NAME' or 'key: NAME'")
	else
		add_text(field, value)
}

function begin_texts(field, name)
{
	if (record != "")
		wrong("'" field "' inside a record; a blank line ends the one before")
	record = field
	record_name = name
	if (field == "id" && !(name in number_of)) {
		wrong("'" name "' is not in ids.tsv")
		record = "unknown"
	} else if (field == "key" && name !~ /^[a-z0-9]+([.-][a-z0-9]+)*$/)
		wrong("'" name "' is no phrase's key")
	if ((language, field, name) in place_of_record)
		wrong("'" name "' has its texts at " place_of_record[language, field, name] " already")
	place_of_record[language, field, name] = FILENAME ":" FNR
	if (field == "key" && !(name in is_phrase)) {
		is_phrase[name] = 1
		phrases[++phrase_count] = name
		place_of_phrase[name] = FILENAME ":" FNR
	}
}

function add_text(field, value, allowed)
{
	if (record == "unknown")
		return
	allowed = record == "key" ? "text" : needs[kind_of[record_name]]
	if (index(" " allowed " ", " " field " ") == 0)
		wrong("'" record_name "' has no '" field "'; it has: " allowed)
	if ((language, record, record_name, field) in texts)
		wrong("'" field "' twice")
	texts[language, record, record_name, field] = value
}

# Where the texts are, or else where they are asked for.
function check_texts(record, name, needed, where, l, i, count, here)
{
	count = split(needed, wanted, " ")
	for (l = 1; l <= language_count; l++) {
		here = where
		if ((languages[l], record, name) in place_of_record)
			here = place_of_record[languages[l], record, name]
		for (i = 1; i <= count; i++)
			if (!((languages[l], record, name, wanted[i]) in texts))
				wrong_at(here, "'" name "' has no '" wanted[i] "' in " languages[l])
	}
}

function check_all(i)
{
	for (i = 1; i <= id_count; i++) {
		check_texts("id", ids[i], needs[kind_of[ids[i]]], place_of_id[ids[i]])
		if (kind_of[ids[i]] == "tip" && !(ids[i] in minutes_of))
			wrong_at(place_of_id[ids[i]], "'" ids[i] "' is not in tips.tsv")
	}
	for (i = 1; i <= phrase_count; i++)
		check_texts("key", phrases[i], "text", place_of_phrase[phrases[i]])
	if (id_count == 0 || phrase_count == 0)
		wrong_at("catalogue", "no ids or no phrases were read")
}

# A C string; NULL for a text that this kind has not.
function quoted(l, record, name, field, string)
{
	if (!((languages[l], record, name, field) in texts))
		return "NULL"
	string = texts[languages[l], record, name, field]
	gsub(/\\/, "\\\\", string)
	gsub(/"/, "\\\"", string)
	gsub(/\?\?/, "?\\?", string) # no trigraphs
	return "\"" string "\""
}

function write_entries(i)
{
	print "const struct catalogue_entry catalogue_data_entries[] = {"
	for (i = 1; i <= id_count; i++)
		printf "\t{%s, KIND_%s, \"%s\", %s},\n", number_of[ids[i]], toupper(kind_of[ids[i]]), ids[i],
			group_of[ids[i]]
	print "};\nconst size_t catalogue_data_entry_count = " id_count ";\n"
}

function write_texts(i, l, f)
{
	print "const char *const catalogue_data_texts[][CATALOGUE_LANGUAGES][TEXT_FIELDS] = {"
	for (i = 1; i <= id_count; i++) {
		print "\t{"
		for (l = 1; l <= language_count; l++) {
			printf "\t\t{"
			for (f = 1; f <= field_count; f++)
				printf "%s%s", quoted(l, "id", ids[i], fields[f]), f < field_count ? ",\n\t\t " : "},\n"
		}
		print "\t},"
	}
	print "};\n"
}

function write_tips(i, l, tip, tip_count)
{
	print "const struct catalogue_tip catalogue_data_tips[] = {"
	for (i = 1; i <= id_count; i++) {
		tip = ids[i]
		if (kind_of[tip] != "tip")
			continue
		tip_count++
		printf "\t{.id = %s, ", number_of[tip]
		for (l = 1; l <= 4; l++)
			printf ".%s = {%s}, ", lists[l], list_of[tip, lists[l]]
		printf ".minutes = %s, .place = %s},\n", minutes_of[tip], place_name[where_of[tip]]
	}
	print "};\nconst size_t catalogue_data_tip_count = " tip_count ";\n"
}

function write_tip_texts(i, l)
{
	print "const struct catalogue_tip_texts catalogue_data_tip_texts[][CATALOGUE_LANGUAGES] = {"
	for (i = 1; i <= id_count; i++) {
		if (kind_of[ids[i]] != "tip")
			continue
		print "\t{"
		for (l = 1; l <= language_count; l++)
			printf "\t\t{%s,\n\t\t %s},\n", quoted(l, "id", ids[i], "text"),
				quoted(l, "id", ids[i], "first-step")
		print "\t},"
	}
	print "};\n"
}

function write_phrases(i, l)
{
	print "const struct catalogue_phrase_texts catalogue_data_phrases[] = {"
	for (i = 1; i <= phrase_count; i++) {
		printf "\t{\"%s\", {", phrases[i]
		for (l = 1; l <= language_count; l++)
			printf "%s%s", quoted(l, "key", phrases[i], "text"), l < language_count ? ", " : "}},\n"
	}
	print "};\nconst size_t catalogue_data_phrase_count = " phrase_count ";"
}

END {
	check_all()
	if (failed)
		exit 1
	print "/* Written by schema/compile.awk from the files in schema/. */"
	print "#include \"catalogue_data.h\"\n"
	write_entries()
	write_texts()
	write_tips()
	write_tip_texts()
	write_phrases()
}
