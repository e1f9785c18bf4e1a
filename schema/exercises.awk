# The exercises' part of schema/compile.awk, which is read behind this file: exercises.tsv into tables of include/evenkeel/exercise.h.
# The texts are phrases: EXERCISE.FIELD, EXERCISE.ROUNDS.SUBJECT (EXERCISE.ROUNDS.round where rounds are counted), each with a .hint
# if it has one, EXERCISE.occasion, EXERCISE.closing, and choice.SET.NAME.

FILENAME ~ /exercises\.tsv$/ && !/^#/ && !/^$/ {
	count = split($0, part, "\t")
	if (part[1] == "choices" && count == 3)
		add_choices(part[2], part[3])
	else if (part[1] == "exercise" && count == 4)
		add_exercise(part[2], part[3], part[4])
	else if (part[1] == "rounds" && count == 4)
		add_rounds(part[2], part[3], part[4])
	else if (part[1] == "field" && count == 6)
		add_field(part)
	else
		wrong("expected choices, exercise, rounds or field with its columns and tabs between")
}

FILENAME ~ /exercises\.tsv$/ { next }

# A text that something in the table has; told where the table names it, unless a phrase of this key comes.
function need(key)
{
	place_of_need[key] = FILENAME ":" FNR
	needs_text[key] = 1
}

function add_choices(set, names, count, i, name)
{
	if (set in size_of_choices)
		wrong("the choices '" set "' are here already")
	count = split(names, name, " ")
	if (count > 6)
		wrong("at most 6 choices, one key each")
	for (i = 1; i <= count; i++)
		need("choice." set "." name[i])
	choice_sets[++choice_set_count] = set
	size_of_choices[set] = count
	names_of_choices[set] = names
}

function add_exercise(name, minutes, causes)
{
	if (kind_of[name] != "exercise")
		wrong("'" name "' is no exercise in ids.tsv")
	if (name in minutes_of_exercise)
		wrong("'" name "' is here already")
	if (minutes !~ /^[1-9][0-9]?$/)
		wrong("'" minutes "' is no number of minutes")
	exercise = name
	minutes_of_exercise[name] = minutes
	add_list(name, "causes", causes)
	need(name ".occasion")
	need(name ".closing")
}

function add_rounds(name, way, what, count, i, subject)
{
	if (exercise == "" || (exercise, name) in way_of)
		wrong("rounds stand once, behind their exercise")
	way_of[exercise, name] = way
	subjects_of[exercise, name] = what
	if (way == "upto" && what ~ /^[1-9]$/)
		need(exercise "." name ".round")
	else if (way != "each")
		wrong("rounds are 'each' with subjects, or 'upto' with a number")
	count = way == "each" ? split(what, subject, " ") : 0
	for (i = 1; i <= count; i++)
		need(exercise "." name "." subject[i])
	rounds_size[exercise, name] = way == "each" ? count : what
}

function add_field(part, number, choices)
{
	number = part[2]
	if (exercise == "" || number !~ /^[0-9]+$/ || number <= last_field[exercise] || number > 255)
		wrong("a field stands behind its exercise; its number rises from 1 to 255 and is never used twice")
	last_field[exercise] = number + 0
	choices = part[4]
	sub(/^choice:/, "", choices)
	if (part[4] !~ /^(choice:.*|line|lines)$/ || (part[4] ~ /^choice:/ && !(choices in size_of_choices)))
		wrong("'" part[4] "' is no kind of field: line, lines or choice: with one of the choices above")
	if (part[6] != "-" && !((exercise, part[6]) in way_of))
		wrong("'" part[6] "' are no rounds of this exercise")
	if ((exercise, part[3]) in number_of_field)
		wrong("the field '" part[3] "' is here already")
	field_names[exercise, ++fields_of[exercise]] = part[3]
	number_of_field[exercise, part[3]] = number + 0
	kind_of_field[exercise, part[3]] = part[4]
	rounds_of_field[exercise, part[3]] = part[6]
	when_of_field[exercise, part[3]] = part[5] == "-" ? "0, 0" : when(part[5], part[6])
	need(exercise "." part[3])
}

# "FIELD=1,3" as the number of a choice before it in the same round, and a bit for each value.
function when(words, rounds, half, values, count, i, bits)
{
	split(words, half, "=")
	if (kind_of_field[exercise, half[1]] !~ /^choice:/ || rounds_of_field[exercise, half[1]] != rounds)
		wrong("'" half[1] "' is no choice before this field in the same round")
	count = split(half[2], values, ",")
	for (i = 1; i <= count; i++)
		bits = bits (i > 1 ? " | " : "") "1 << " (values[i] + 0)
	return number_of_field[exercise, half[1]] + 0 ", " (count ? bits : 0)
}

function check_exercises(i, key)
{
	for (key in needs_text)
		if (!(key in is_phrase))
			wrong_at(place_of_need[key], "'" key "' has no text")
	for (i = 1; i <= id_count; i++)
		if (kind_of[ids[i]] == "exercise" && !(ids[i] in fields_of))
			wrong_at(place_of_id[ids[i]], "'" ids[i] "' has no fields in exercises.tsv")
	for (i = 1; i <= phrase_count; i++)
		if (is_of_exercise(phrases[i]) && !is_needed(phrases[i]))
			wrong_at(place_of_phrase[phrases[i]], "'" phrases[i] "' is no text of exercises.tsv")
}

function is_of_exercise(key, begin)
{
	begin = key
	sub(/\..*/, "", begin)
	return begin == "choice" || (kind_of[begin] == "exercise" && begin in number_of)
}

function is_needed(key)
{
	sub(/\.hint$/, "", key)
	return key in needs_text
}

# A name with its text and hint in all languages: struct exercise_words.
function words_of(name, key, l, texts_of, hints)
{
	for (l = 1; l <= language_count; l++) {
		texts_of = texts_of (l > 1 ? ", " : "") quoted(l, "key", key, "text")
		hints = hints (l > 1 ? ", " : "") quoted(l, "key", key ".hint", "text")
	}
	return "{\"" name "\", {" texts_of "}, {" hints "}}"
}

function symbol(name)
{
	gsub(/-/, "_", name)
	return name
}

function write_words(name, count, names, key, i, list)
{
	print "static const struct exercise_words " symbol(name) "[] = {"
	split(names, list, " ")
	for (i = 1; i <= count; i++)
		print "\t" words_of(list[i], key "." list[i]) ","
	print "};"
}

function write_rounds(exercise, name, symbols, each)
{
	symbols = exercise "_" name
	each = way_of[exercise, name] == "each"
	write_words(symbols "_subjects", each ? rounds_size[exercise, name] : 1, each ? subjects_of[exercise, name] : "round",
		exercise "." name)
	printf "static const struct exercise_rounds %s = {%s, %s, %s_subjects};\n", symbol(symbols),
		each ? "true" : "false", rounds_size[exercise, name], symbol(symbols)
}

function write_field(exercise, name, kind, choices, rounds)
{
	kind = kind_of_field[exercise, name]
	rounds = rounds_of_field[exercise, name]
	choices = "NULL, 0"
	if (sub(/^choice:/, "", kind)) {
		choices = "choices_" symbol(kind) ", " size_of_choices[kind]
		kind = "choice"
	}
	printf "\t{%d, %s,\n\t EXERCISE_%s, %s, %s, %s},\n", number_of_field[exercise, name],
		words_of(name, exercise "." name), toupper(kind), choices, when_of_field[exercise, name],
		rounds == "-" ? "NULL" : "&" symbol(exercise "_" rounds)
}

function write_exercises(i, k, name, written, exercise_count)
{
	for (i = 1; i <= choice_set_count; i++)
		write_words("choices_" choice_sets[i], size_of_choices[choice_sets[i]], names_of_choices[choice_sets[i]],
			"choice." choice_sets[i])
	for (i = 1; i <= id_count; i++) {
		if (kind_of[ids[i]] != "exercise")
			continue
		for (k = 1; k <= fields_of[ids[i]]; k++) {
			name = rounds_of_field[ids[i], field_names[ids[i], k]]
			if (name != "-" && !((ids[i], name) in written))
				write_rounds(ids[i], name)
			written[ids[i], name] = 1
		}
		print "static const struct exercise_field " symbol(ids[i]) "_fields[] = {"
		for (k = 1; k <= fields_of[ids[i]]; k++)
			write_field(ids[i], field_names[ids[i], k])
		print "};"
	}
	print "const struct exercise catalogue_data_exercises[] = {"
	for (i = 1; i <= id_count; i++)
		if (kind_of[ids[i]] == "exercise" && ++exercise_count)
			printf "\t{%s, %d, {%s}, %s_fields, %d,\n\t %s,\n\t %s},\n", number_of[ids[i]], minutes_of_exercise[ids[i]],
				list_of[ids[i], "causes"], symbol(ids[i]), fields_of[ids[i]],
				words_of("occasion", ids[i] ".occasion"), words_of("closing", ids[i] ".closing")
	print "};\nconst size_t catalogue_data_exercise_count = " exercise_count ";\n"
}
