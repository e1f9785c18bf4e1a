#include "synthetic.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include <evenkeel/i18n.h>
#include <evenkeel/mem.h>
#include <evenkeel/release.h>
#include <evenkeel/rng.h>

/* Streams of one seed: the sizes, a person, a person's week. */
enum { STREAM_SIZES = 1, STREAM_PERSON = 2, STREAM_WEEK = 1 << 20, WEEKS_ROOM = 1 << 10 };

struct kind {
	const char *name;
	double strain;
	const char *causes[SYNTHETIC_CAUSES];
};
/* Cohorts take these in turn. */
static const struct kind kinds[] = {
	{N_("Orders"), 42, {"company.overload", "market.demand-swings", "personal.fatigue"}},
	{N_("Billing"), 28, {"customer.complaints", "company.authority", "company.targets"}},
	{N_("Complaints"), 60, {"customer.demands", "customer.complaints", "company.authority"}},
	{N_("Technical help"), 66, {"personal.skills", "customer.expectations", "company.change"}},
	{N_("Night desk"), 52, {"personal.fatigue", "environment.surroundings", "company.overload"}},
	{N_("Bookings"), 36, {"market.demand-swings", "customer.demands", "environment.people"}},
	{N_("Returns"), 46, {"customer.expectations", "company.overload", "company.nature-of-work"}},
	{N_("Retention"), 55, {"company.targets", "market.competition", "company.insecurity"}},
	{N_("E-mail"), 33, {"company.overload", "environment.surroundings", "company.change"}},
	{N_("Premium"), 48, {"customer.demands", "company.targets", "market.competition"}},
};
enum { KINDS = sizeof(kinds) / sizeof(*kinds) };
static const double small_team_strain = 70;

size_t synthetic_cohorts_for(size_t people)
{
	size_t cohorts = (people + SYNTHETIC_USUAL / 2) / SYNTHETIC_USUAL;

	return cohorts ? cohorts : 1;
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* As many each, then some from one neighbour to the other, so that sizes differ. */
static void draw_sizes(struct synthetic *company)
{
	struct rng rng = rng_stream(company->seed, STREAM_SIZES);
	size_t even = company->people / company->count, left = company->people % company->count;

	for (size_t i = 0; i < company->count; i++)
		company->cohorts[i].people = even + (i < left);
	for (size_t i = 0; i + 1 < company->count; i += 2) {
		size_t *more = &company->cohorts[i].people, *fewer = &company->cohorts[i + 1].people;
		size_t spare = *fewer > SYNTHETIC_LEAST + 2 ? *fewer - SYNTHETIC_LEAST - 2 : 0;
		size_t moved = rng_below(&rng, least(least(spare, SYNTHETIC_MOST - *more), 7) + 1);
		*more += moved;
		*fewer -= moved;
	}
}

static void set_kind(struct synthetic_cohort *cohort, size_t index, size_t count)
{
	const struct kind *kind = &kinds[index % KINDS];

	cohort->strain = kind->strain;
	cohort->change = index == 1 || count == 1 ? SYNTHETIC_CHANGE : index == 3 ? -SYNTHETIC_CHANGE : 0;
	cohort->quiet_window = SYNTHETIC_NONE;
	for (int i = 0; i < SYNTHETIC_CAUSES; i++)
		cohort->causes[i] = catalogue_find_name(kind->causes[i])->id;
}

static void set_exceptions(struct synthetic *company)
{
	struct synthetic_cohort *largest = company->cohorts, *smallest = company->cohorts;

	for (size_t i = 1; i < company->count; i++) {
		struct synthetic_cohort *cohort = &company->cohorts[i];
		if (cohort->people > largest->people && !cohort->change)
			largest = cohort;
		if (cohort->people < smallest->people)
			smallest = cohort;
	}
	if (!largest->change && largest->people >= SYNTHETIC_LEAST + SYNTHETIC_SMALL_TEAM)
		largest->small_team = SYNTHETIC_SMALL_TEAM;
	if (company->windows * company->count > 1)
		smallest->quiet_window = (int)company->windows / 2;
}

void synthetic_init(struct synthetic *ret, uint64_t seed, size_t people, size_t cohorts, unsigned windows)
{
	assert(people >= cohorts * SYNTHETIC_LEAST && people <= cohorts * SYNTHETIC_MOST && windows > 0);
	*ret = (struct synthetic){.seed = seed, .people = people, .count = cohorts, .windows = windows};
	ret->cohorts = mem_new(cohorts, sizeof(*ret->cohorts));
	draw_sizes(ret);
	for (size_t i = 0, first = 0; i < cohorts; i++) {
		ret->cohorts[i].first = first;
		first += ret->cohorts[i].people;
		set_kind(&ret->cohorts[i], i, cohorts);
	}
	set_exceptions(ret);
}

void synthetic_clear(struct synthetic *company)
{
	free(company->cohorts);
	*company = (struct synthetic){0};
}

void synthetic_name(const struct synthetic *company, size_t cohort, struct text *ret)
{
	text_append(ret, _(kinds[cohort % KINDS].name));
	if (cohort >= KINDS)
		text_appendf(ret, " %zu", cohort / KINDS + 1);
	if (company->cohorts[cohort].small_team) {
		text_append(ret, " + ");
		synthetic_small_name(ret);
	}
}

void synthetic_small_name(struct text *ret)
{
	text_append(ret, _("Chat"));
}

/* How somebody is, whatever the week. */
struct person {
	double answers; /* how often */
	double strain;  /* more or less than the team's */
	double symptoms[ID_SYMPTOM_COUNT];
};

static bool chance(struct rng *rng, double p)
{
	return rng_unit(rng) < p;
}

/* Seven of ten answer nearly each week, one or two of twenty never. */
static struct person draw_person(const struct synthetic *company, size_t index)
{
	static const double usual[ID_SYMPTOM_COUNT] = {-14, 4, 6, -2, 14, -16, 10, 2, 0, -18, -8, -10, -6};
	struct rng rng = rng_stream(company->seed, STREAM_PERSON + index);
	double draw = rng_unit(&rng);
	struct person person = {.answers = draw < 0.7 ? 0.93 : draw < 0.92 ? 0.55 : 0};

	person.strain = rng_normal(&rng) * 10;
	for (int i = 0; i < ID_SYMPTOM_COUNT; i++)
		person.symptoms[i] = usual[i] + rng_normal(&rng) * 6;
	return person;
}

static const struct synthetic_cohort *cohort_of(const struct synthetic *company, size_t cohort, size_t person)
{
	const struct synthetic_cohort *own = &company->cohorts[cohort];

	assert(person >= own->first && person < own->first + own->people);
	(void)person;
	return own;
}

/* In the quiet window: the first of those who answer at all. */
static bool takes_part(const struct synthetic *company, const struct synthetic_cohort *cohort, size_t index)
{
	size_t before = 0;

	for (size_t i = cohort->first; i < index; i++)
		before += draw_person(company, i).answers > 0;
	return before < SYNTHETIC_QUIET;
}

static bool answers(const struct synthetic *company, const struct synthetic_cohort *cohort, size_t index,
		    const struct person *person, unsigned week, struct rng *rng)
{
	bool drawn = chance(rng, person->answers);

	if (person->answers <= 0 || cohort->quiet_window != (int)(week / SYNTHETIC_WEEKS))
		return drawn;
	/* In its first week for certain, so that they are as many as is said. */
	return takes_part(company, cohort, index) && (drawn || week % SYNTHETIC_WEEKS == 0);
}

static double between(double value, double low, double high)
{
	return fmin(fmax(value, low), high);
}

static double team_strain(const struct synthetic_cohort *cohort, size_t index, unsigned week)
{
	bool small = index >= cohort->first + cohort->people - cohort->small_team;
	double strain = small ? small_team_strain : cohort->strain;
	double windows = fmin((double)week / SYNTHETIC_WEEKS, SYNTHETIC_CHANGING);

	return strain + cohort->change * windows;
}

/* A step of 0 ... 4 for somebody at @strain. */
static int8_t step(struct rng *rng, double strain)
{
	return (int8_t)between(floor((strain + rng_normal(rng) * 8) / 100 * 4 + 0.5), 0, 4);
}

static int8_t answer(struct rng *rng, const struct review_item *item, const struct person *person, double strain)
{
	bool symptom = item->question >= ID_SYMPTOM_FIRST && item->question < ID_SYMPTOM_FIRST + ID_SYMPTOM_COUNT;

	if (item->question == ID_HARD_CALL)
		return chance(rng, 0.05 + 0.006 * strain);
	if (item->question == ID_VALENCE)
		return chance(rng, between(0.75 - 0.01 * strain, 0.05, 0.95));
	if (item->question == ID_BREAKS_TAKEN)
		return step(rng, 110 - strain);
	if (symptom)
		strain += person->symptoms[item->question - ID_SYMPTOM_FIRST];
	return step(rng, strain);
}

/* Three at most: the team's own before others. */
static void name_causes(struct rng *rng, const struct synthetic_cohort *cohort, struct review *ret)
{
	static const double often[SYNTHETIC_CAUSES] = {0.6, 0.42, 0.28};
	int count = 0;

	for (int i = 0; i < SYNTHETIC_CAUSES; i++)
		if (chance(rng, often[i]))
			ret->causes[count++] = cohort->causes[i];
	for (uint16_t id = ID_CAUSE_FIRST; id < ID_CAUSE_FIRST + ID_CAUSE_COUNT; id++) {
		bool own = id == cohort->causes[0] || id == cohort->causes[1] || id == cohort->causes[2];
		if (chance(rng, 0.06) && !own && count < SYNTHETIC_CAUSES)
			ret->causes[count++] = id;
	}
}

static void fill(struct rng *rng, const struct synthetic_cohort *cohort, const struct person *person, double strain,
		 struct review *ret)
{
	size_t count;
	const struct review_item *items = review_items(&count);

	name_causes(rng, cohort, ret);
	for (size_t i = 0; i < count; i++) {
		if (items[i].kind != REVIEW_STEPS)
			continue;
		int8_t given = answer(rng, &items[i], person, strain);
		bool asked = items[i].question != ID_VALENCE || ret->causes[0];
		if (asked && !chance(rng, 0.02))
			ret->answers[i] = given;
	}
	bool futile = chance(rng, between(0.006 * strain, 0.05, 0.9));
	ret->response = futile ? (uint16_t)(ID_FUTILE_FIRST + rng_below(rng, ID_FUTILE_COUNT))
			       : (uint16_t)(ID_EFFECTIVE_FIRST + rng_below(rng, ID_EFFECTIVE_COUNT));
}

bool synthetic_review(const struct synthetic *company, size_t cohort, size_t person, unsigned week, struct review *ret)
{
	const struct synthetic_cohort *own = cohort_of(company, cohort, person);
	struct person who = draw_person(company, person);
	struct rng rng = rng_stream(company->seed, STREAM_WEEK + (uint64_t)person * WEEKS_ROOM + week);

	review_init(ret);
	if (!answers(company, own, person, &who, week, &rng))
		return false;
	double strain = team_strain(own, person, week) + who.strain + rng_normal(&rng) * 8;
	fill(&rng, own, &who, between(strain, 0, 100), ret);
	return true;
}

int synthetic_direction(const struct synthetic *company, size_t cohort, unsigned window, unsigned item)
{
	int change = company->cohorts[cohort].change;
	int direction = change > 0 ? 1 : -1;

	if (change == 0 || window > SYNTHETIC_CHANGING)
		return 0;
	/* The step in the middle comes and goes; more ones leave less room for causes among the twelve. */
	if (item == CELL_STRESS + 2 || (item >= CELL_CAUSE && item < CELL_ENERGISING))
		return SYNTHETIC_UNKNOWN;
	if (item < CELL_STRESS + 2 || item == CELL_ENERGISING || item == CELL_EFFECTIVE || item == CELL_BREAKS)
		return -direction;
	return direction;
}
