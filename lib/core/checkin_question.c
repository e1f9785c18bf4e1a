#include "checkin_internal.h"

static const char *const group_keys[GROUP_COUNT] = {"group.customer", "group.market", "group.company", "group.personal",
						    "group.environment"};
static const char *const momentary_keys[MOMENTARY_STEPS] = {"m3.0", "m3.1", "m3.2"};
static const char *const valence_keys[VALENCE_STEPS] = {"valence.0", "valence.1"};

int checkin_list(const struct checkin *checkin, uint16_t ret[static LIST_MAX])
{
	int found = 0;

	if (checkin->step == CHECKIN_GROUP) {
		for (; found < GROUP_COUNT; found++)
			ret[found] = (uint16_t)found;
		return found;
	}
	for (uint16_t id = ID_CAUSE_FIRST; id < ID_CAUSE_FIRST + ID_CAUSE_COUNT; id++)
		if (catalogue_find(id)->group == checkin->group)
			ret[found++] = id;
	return found;
}

int checkin_pages(int count)
{
	return count <= CHECKIN_BUTTONS ? 1 : (count + PAGE_ITEMS - 1) / PAGE_ITEMS;
}

int checkin_page_items(int count, int page)
{
	if (checkin_pages(count) == 1)
		return count;
	int left = count - page * PAGE_ITEMS;
	return left < PAGE_ITEMS ? left : PAGE_ITEMS;
}

static void put_steps(const char *const *keys, int count, enum catalogue_language language,
		      struct checkin_question *ret)
{
	for (int i = 0; i < count; i++)
		ret->labels[i] = catalogue_phrase(keys[i], language);
	ret->count = count;
}

static void put_list(const struct checkin *checkin, enum catalogue_language language, struct checkin_question *ret)
{
	uint16_t items[LIST_MAX];
	int count = checkin_list(checkin, items), pages = checkin_pages(count);
	int first = pages > 1 ? checkin->page * PAGE_ITEMS : 0;

	ret->count = checkin_page_items(count, checkin->page);
	for (int i = 0; i < ret->count; i++)
		ret->labels[i] = checkin->step == CHECKIN_GROUP
					 ? catalogue_phrase(group_keys[items[first + i]], language)
					 : catalogue_text(items[first + i], TEXT_LABEL, language);
	if (pages > 1)
		ret->labels[ret->count++] = catalogue_phrase("more", language);
}

void checkin_question(const struct checkin *checkin, enum catalogue_language language, struct checkin_question *ret)
{
	uint16_t id = ID_STRESS;

	*ret = (struct checkin_question){.text = ""};
	switch (checkin->step) {
	case CHECKIN_SYMPTOM_1:
	case CHECKIN_SYMPTOM_2:
		id = checkin->symptoms[checkin->step - CHECKIN_SYMPTOM_1];
		/* fallthrough */
	case CHECKIN_STRESS:
		ret->text = catalogue_text(id, TEXT_MOMENTARY, language);
		put_steps(momentary_keys, MOMENTARY_STEPS, language, ret);
		break;
	case CHECKIN_GROUP:
	case CHECKIN_CAUSE:
		ret->text = catalogue_phrase(checkin->step == CHECKIN_GROUP ? "ask.group" : "ask.cause", language);
		put_list(checkin, language, ret);
		break;
	case CHECKIN_VALENCE:
		ret->text = catalogue_text(ID_VALENCE, TEXT_MOMENTARY, language);
		put_steps(valence_keys, VALENCE_STEPS, language, ret);
		break;
	case CHECKIN_DONE:
		break;
	}
}
