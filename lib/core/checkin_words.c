#include <string.h>

#include "checkin_internal.h"

#define NAME_SIZE 48

/* One or two digits; -1 if there is anything else. */
static int step_of(const char *string)
{
	size_t length = strlen(string);

	if (length < 1 || length > 2 || strspn(string, "0123456789") != length)
		return -1;
	return length == 1 ? string[0] - '0' : (string[0] - '0') * 10 + string[1] - '0';
}

int word_read(const char *word, const struct catalogue_entry **ret_entry, int *ret_step, struct error *err)
{
	const char *equals = strchr(word, '=');
	char name[NAME_SIZE] = "";

	if (!equals)
		return error_set(err, ERROR_USAGE, "an answer is written ID=STEP, such as stress=1");
	if ((size_t)(equals - word) < sizeof(name))
		memcpy(name, word, (size_t)(equals - word));
	*ret_entry = catalogue_find_name(name);
	if (!*ret_entry && strspn(name, "abcdefghijklmnopqrstuvwxyz.-") == strlen(name))
		return error_set(
			err, ERROR_USAGE,
			"there is no question '%s'; 'stress' and 'fatigue' are two, and evenkeel(1) lists them all",
			name);
	if (!*ret_entry)
		return error_set(err, ERROR_USAGE,
				 "there is no question of that name; 'stress' and 'fatigue' are two, and evenkeel(1) "
				 "lists them all");
	*ret_step = step_of(equals + 1);
	return 0;
}

static int out_of_range(struct error *err)
{
	return error_set(err, ERROR_USAGE, "a check-in's steps are 0 (not at all), 1 (somewhat) and 2 (a lot)");
}

static int assign_stress(struct checkin *checkin, int step, struct error *err)
{
	if (step < 0 || step >= MOMENTARY_STEPS)
		return out_of_range(err);
	if (step == 0 && checkin->cause)
		return error_set(err, ERROR_USAGE, "without stress there is no cause to name");
	checkin->stress = (int8_t)step;
	return 0;
}

/* Its own place if it was drawn, else the place of a drawn one that has no answer. */
static int assign_symptom(struct checkin *checkin, uint16_t symptom, int step, struct error *err)
{
	int place = -1;

	if (step < 0 || step >= MOMENTARY_STEPS)
		return out_of_range(err);
	for (int i = 1; i >= 0; i--)
		if (checkin->symptom[i] == RECORD_UNANSWERED)
			place = i;
	for (int i = 0; i < 2; i++)
		if (checkin->symptoms[i] == symptom)
			place = i;
	if (place < 0)
		return error_set(err, ERROR_USAGE,
				 "a check-in asks for two symptoms; 'evenkeel review' takes them all");
	checkin->symptoms[place] = symptom;
	checkin->symptom[place] = (int8_t)step;
	return 0;
}

static int assign_cause(struct checkin *checkin, const struct catalogue_entry *entry, int step, struct error *err)
{
	if (step != 1)
		return error_set(err, ERROR_USAGE, "a check-in's cause takes 1");
	if (checkin->cause && checkin->cause != entry->id)
		return error_set(err, ERROR_USAGE, "a check-in names one cause; 'evenkeel review' ranks three");
	if (checkin->stress == 0)
		return error_set(err, ERROR_USAGE, "without stress there is no cause to name");
	checkin->cause = entry->id;
	checkin->group = (int8_t)entry->group;
	return 0;
}

static int assign_valence(struct checkin *checkin, int step, struct error *err)
{
	if (step < 0 || step >= VALENCE_STEPS)
		return error_set(err, ERROR_USAGE, "valence takes 0 (draining) or 1 (energising)");
	checkin->valence = (int8_t)step;
	return 0;
}

static int assign(struct checkin *checkin, const struct catalogue_entry *entry, int step, struct error *err)
{
	switch (entry->kind) {
	case KIND_STRESS:
		return assign_stress(checkin, step, err);
	case KIND_SYMPTOM:
		return assign_symptom(checkin, entry->id, step, err);
	case KIND_CAUSE:
		return assign_cause(checkin, entry, step, err);
	case KIND_VALENCE:
		return assign_valence(checkin, step, err);
	default:
		return error_set(err, ERROR_USAGE, "a check-in asks for stress, symptoms, a cause and valence only");
	}
}

/* The first question without an answer. */
static enum checkin_step first_open(const struct checkin *checkin)
{
	if (checkin->stress < 0)
		return CHECKIN_STRESS;
	for (int i = 0; i < 2; i++)
		if (checkin->symptom[i] < 0)
			return (enum checkin_step)(CHECKIN_SYMPTOM_1 + i);
	if (checkin->stress == 0)
		return CHECKIN_DONE;
	if (!checkin->cause)
		return CHECKIN_GROUP;
	return checkin->valence < 0 ? CHECKIN_VALENCE : CHECKIN_DONE;
}

int checkin_assign(struct checkin *checkin, const char *word, struct error *err)
{
	const struct catalogue_entry *entry;
	int step;

	if (word_read(word, &entry, &step, err) < 0 || assign(checkin, entry, step, err) < 0)
		return -1;
	checkin_count(checkin);
	checkin->step = first_open(checkin);
	checkin->page = 0;
	return 0;
}
