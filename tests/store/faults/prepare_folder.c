/* Steps that change the directory of questionnaires, as `evenkeel instrument add` and `remove` do. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../../../client/instrument_store.h"
#include "../fixture.h"
#include "prepare.h"

static const char questionnaire[] =
	"{\"resourceType\":\"Questionnaire\",\"id\":\"days\",\"url\":\"http://example.org/days\",\"version\":\"1\","
	"\"title\":\"Days\",\"status\":\"active\",\"item\":["
	"{\"linkId\":\"much\",\"type\":\"choice\",\"text\":\"Too much to "
	"do?\",\"answerValueSet\":\"http://example.org/steps\"},"
	"{\"linkId\":\"late\",\"type\":\"boolean\",\"text\":\"Did you work late?\"}]}\n";
static const char scoring[] = "[score much]\ntitle = Much\nsource = A test\nitem = much\n";
static const char value_set[] = "{\"resourceType\":\"ValueSet\",\"url\":\"http://example.org/"
				"steps\",\"compose\":{\"include\":[{\"system\":\"urn:x:steps\","
				"\"concept\":["
				"{\"code\":\"never\",\"extension\":[{\"url\":\"http://hl7.org/fhir/StructureDefinition/"
				"ordinalValue\",\"valueDecimal\":0}]},"
				"{\"code\":\"often\",\"extension\":[{\"url\":\"http://hl7.org/fhir/StructureDefinition/"
				"ordinalValue\",\"valueDecimal\":1}]}"
				"]}]}}\n";

/* Outside the places that are cut: what the person has in hand. */
static void given_path(const char *name, char *ret)
{
	char dir[FAULT_PATH];

	fault_path(dir, life->dir, "given");
	fault_path(ret, dir, name);
}

static void write_given(void)
{
	char path[FAULT_PATH];

	fault_path(path, life->dir, "given");
	if (mkdir(path, 0700))
		return;
	given_path("sets", path);
	mkdir(path, 0700);
	given_path("days.json", path);
	fixture_write(path, questionnaire, sizeof(questionnaire) - 1);
	given_path("days.ini", path);
	fixture_write(path, scoring, sizeof(scoring) - 1);
	given_path("sets/steps.json", path);
	fixture_write(path, value_set, sizeof(value_set) - 1);
}

static struct paths paths_of(const char *place)
{
	struct paths paths = {0};

	fault_path(paths.store, place, "store");
	return paths;
}

int life_add_questionnaire(const char *place, struct error *err)
{
	char file[FAULT_PATH], rule[FAULT_PATH], sets[FAULT_PATH];
	struct instrument_place given = {.questionnaire = file, .scoring = rule, .valuesets = sets};
	struct paths paths = paths_of(place);
	struct instrument instrument = {0};

	given_path("days.json", file);
	given_path("days.ini", rule);
	given_path("sets", sets);
	int r = instrument_load(&given, CATALOGUE_EN, &instrument, err);
	if (r == 0 && !instrument.sound)
		r = error_set(err, ERROR_FAILED, "the test's questionnaire is not sound: %s",
			      instrument.problems.count ? instrument.problems.items[0].message : "");
	if (r == 0)
		r = instrument_add(&paths, &instrument, err);
	instrument_clear(&instrument);
	return r;
}

int life_take_questionnaire_away(const char *place, struct error *err)
{
	struct paths paths = paths_of(place);

	return instrument_remove(&paths, "qc", err);
}

void prepare_adding(void)
{
	char dir[FAULT_PATH];
	struct error err = {0};

	prepare_plain();
	write_given();
	life_begin();
	if (life_add_questionnaire(life->work, &err)) {
		fprintf(stderr, "adding a questionnaire: %s\n", err.message);
		abort();
	}
	fault_path(dir, life->work, "store");
	folder_keep(dir, FOLDER_ADDED);
	fault_path(dir, life->base, "store");
	folder_keep_with(dir, FOLDER_ADDED, FOLDER_NUMBERED);
	life->views[LIFE_AFTER].folder = FOLDER_ADDED;
}

void prepare_taking_away(void)
{
	prepare_plain();
	life->views[LIFE_AFTER].folder = FOLDER_LESS;
}
