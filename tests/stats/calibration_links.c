/*
 * How often causes are called "linked" where none is, and how often a true link is found: simulated people through stats_link and stats_bh,
 * with a fixed seed. Prints a table; exit 1 beyond the bars.
 *
 * Two ways to take pairs of check-ins are compared:
 *   all    every answered check-in that has a next one, cause = 0 where none was named;
 *   asked  only those at which a cause was asked for and named, which needs stress above 0.
 *
 * What came of it: "asked" is right. A cause is named only under strain, so among all check-ins it stands for "stress above 0" as well, and
 * what a straight line through stress 0, 1, 2 does not explain goes to the causes: false links grow with the number of pairs. Among those
 * that were asked the present has two values only, and no line can be wrong. What "all" finds more of, at the same number of check-ins, it
 * finds by trusting that line.
 *
 * And "linked" needs b above 0: one cause is named at a time, so that beside a true link the other causes come out below it, which is
 * no news about them (columns "less").
 */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <evenkeel/rng.h>
#include <evenkeel/stats.h>

#define CAUSES 15
#define PAIRS_MOST 2000
#define PEOPLE 2000
#define Q_MOST 0.10
#define EACH_LEAST 8

#define FALSE_MOST 0.2   /* linked causes a person, where there is no link */
#define FOUND_LEAST 0.55 /* of true links */
#define FOUND_PAIRS 160
#define BARRED_CAUSES 2 /* those named most */
#define TRUE_EFFECT 0.5 /* of the steps 0, 1, 2 */

/* A kind of person, each person drawn a little apart from it. */
struct kind {
	const char *name;
	double none, lot; /* shares of check-ins with stress 0 and 2 */
	double carry;     /* of a day's strain to the next day, and of a moment's to the next moment */
	double noise;     /* what an answer adds to what is felt, in sd of the latter */
	double at_lot;    /* how much more often the first three causes are named at stress 2 */
	double stay;      /* the chance that the cause named last is named again, whatever its share */
};
static const struct kind kinds[] = {
	{"usual", .40, .20, .5, .4, 1, 0},
	{"seldom strained", .65, .08, .5, .4, 1, 0},
	{"often strained", .15, .40, .5, .4, 1, 0},
	{"carried over", .40, .20, .8, .7, 1, 0},
	{"causes by strain", .40, .20, .5, .4, 4, 0},
	{"causes that stay", .40, .20, .5, .4, 1, .5},
	{"all of these", .30, .30, .8, .7, 4, .5},
};
#define KINDS (sizeof kinds / sizeof *kinds)

struct person {
	struct rng *rng;
	const struct kind *kind;
	double day, moment; /* strain felt, each with sd 1 */
	double cuts[2];
	double shares[CAUSES];
	int last_cause;
	int linked;   /* cause, or -1 */
	double raise; /* chance that it raises the next answer by one step, where there is one */
};

struct answer {
	int stress, cause; /* cause: -1 = none named */
};
struct step {
	struct answer now, next;
};

static double felt(const struct person *person)
{
	return (person->day + person->moment) / sqrt(2);
}

/* By Zipf's law: the first cause is named in 30 of 100, the second in 15, the third in 10, the last in 2. */
static double named_share(int cause)
{
	double sum = 0;

	for (int c = 0; c < CAUSES; c++)
		sum += 1.0 / (c + 1);
	return 1.0 / (cause + 1) / sum;
}

static void person_init(struct person *person, struct rng *rng, const struct kind *kind, int linked, double raise)
{
	double sd = sqrt(1 + kind->noise * kind->noise), apart = 0.3 * rng_normal(rng);

	*person = (struct person){.rng = rng, .kind = kind, .last_cause = -1, .linked = linked, .raise = raise};
	person->cuts[0] = sd * (stats_normal_quantile(kind->none) + apart);
	person->cuts[1] = sd * (stats_normal_quantile(1 - kind->lot) + apart);
	for (int c = 0; c < CAUSES; c++)
		person->shares[c] = named_share(c);
	person->day = rng_normal(rng);
	person->moment = rng_normal(rng);
}

static int name_cause(struct person *person, int stress)
{
	double weights[CAUSES], sum = 0;

	if (rng_unit(person->rng) < 0.08) /* asked, and left open */
		return -1;
	if (person->last_cause >= 0 && rng_unit(person->rng) < person->kind->stay)
		return person->last_cause;
	for (int c = 0; c < CAUSES; c++)
		sum += weights[c] = person->shares[c] * (stress == 2 && c < 3 ? person->kind->at_lot : 1);
	double draw = rng_unit(person->rng) * sum;
	for (int c = 0; c < CAUSES; c++)
		if ((draw -= weights[c]) < 0)
			return person->last_cause = c;
	return person->last_cause = CAUSES - 1;
}

static void go_on(double *value, double carry, struct rng *rng)
{
	*value = carry * *value + sqrt(1 - carry * carry) * rng_normal(rng);
}

static struct answer next_answer(struct person *person, const struct answer *before)
{
	double told = felt(person) + person->kind->noise * rng_normal(person->rng);
	struct answer answer = {(told > person->cuts[0]) + (told > person->cuts[1]), -1};

	if (before && before->cause >= 0 && before->cause == person->linked && answer.stress < 2 &&
	    rng_unit(person->rng) < person->raise)
		answer.stress++;
	if (answer.stress > 0)
		answer.cause = name_cause(person, answer.stress);
	return answer;
}

/* Four check-ins a day, five days a week, one in five unanswered: pairs of the same or the next day. */
static bool next_step(struct person *person, struct answer *last, bool *has_last, int *at, struct step *ret)
{
	bool first_of_day = *at % 4 == 0, after_weekend = *at % 20 == 0;

	++*at;
	if (first_of_day)
		go_on(&person->day, person->kind->carry, person->rng);
	go_on(&person->moment, first_of_day ? 0.3 : person->kind->carry, person->rng);
	if (after_weekend)
		*has_last = false;
	if (rng_unit(person->rng) < 0.2)
		return false;
	ret->now = *last;
	ret->next = *last = next_answer(person, *has_last ? last : NULL);
	bool whole = *has_last;
	*has_last = true;
	return whole;
}

enum way { ALL, ASKED };
static const char *const way_names[] = {"all", "asked"};

/* @wanted pairs of the way; or as many as the first @wanted of all have in them. Returns how many. */
static size_t gather(struct person *person, enum way way, size_t wanted, bool of_all, struct step *ret)
{
	struct answer last;
	bool has_last = false;
	int at = 0;
	size_t found = 0, seen = 0;

	while ((of_all ? seen : found) < wanted) {
		struct step step;
		if (!next_step(person, &last, &has_last, &at, &step))
			continue;
		seen++;
		if (way == ALL || step.now.cause >= 0)
			ret[found++] = step;
	}
	return found;
}

struct verdict {
	int eligible, up, down; /* causes told about; those without a link: q says more stress follows, less */
	bool found;             /* the true one, with more */
};

static struct verdict judge(const struct step *steps, size_t count, int linked)
{
	struct stats_link links[CAUSES];
	struct verdict verdict = {0};
	double p[CAUSES], q[CAUSES];

	for (int c = 0; c < CAUSES; c++) {
		struct stats_pair pairs[PAIRS_MOST];
		for (size_t i = 0; i < count; i++)
			pairs[i] =
				(struct stats_pair){steps[i].now.stress, steps[i].next.stress, steps[i].now.cause == c};
		links[c] = stats_link(pairs, count);
		bool eligible = count >= 60 && links[c].n_with >= EACH_LEAST && links[c].n_without >= EACH_LEAST;
		p[c] = eligible ? links[c].p : NAN;
		verdict.eligible += eligible;
	}
	stats_bh(p, CAUSES, q);
	for (int c = 0; c < CAUSES; c++) {
		if (!(q[c] <= Q_MOST))
			continue;
		if (c == linked)
			verdict.found = links[c].mean > 0;
		else if (links[c].mean > 0)
			verdict.up++;
		else
			verdict.down++;
	}
	return verdict;
}

struct tally {
	double eligible, up, down, found, pairs;
};

static struct tally simulate(const struct kind *kind, enum way way, size_t wanted, bool of_all, int linked,
			     double raise)
{
	static struct step steps[PAIRS_MOST];
	struct tally tally = {0};
	struct rng rng = rng_stream(20261122, (uint64_t)(kind - kinds) * 100 + wanted);

	for (int i = 0; i < PEOPLE; i++) {
		struct person person;
		person_init(&person, &rng, kind, linked, raise);
		size_t count = gather(&person, way, wanted, of_all, steps);
		struct verdict verdict = judge(steps, count, linked);
		tally.eligible += (double)verdict.eligible / PEOPLE;
		tally.up += (double)verdict.up / PEOPLE;
		tally.down += (double)verdict.down / PEOPLE;
		tally.found += (double)verdict.found / PEOPLE;
		tally.pairs += (double)count / PEOPLE;
	}
	return tally;
}

/* The chance of one step more that makes half a step on the average: some answers are at the top already. */
static double raise_for(const struct kind *kind, double effect)
{
	static struct step steps[PAIRS_MOST];
	struct rng rng = rng_stream(7, (uint64_t)(kind - kinds));
	double below = 0, count = 0;

	for (int i = 0; i < 300; i++) {
		struct person person;
		person_init(&person, &rng, kind, -1, 0);
		size_t found = gather(&person, ASKED, 300, false, steps);
		for (size_t k = 0; k < found; k++)
			below += steps[k].next.stress < 2;
		count += (double)found;
	}
	return effect / (below / count);
}

static bool print_false(const struct kind *kind, enum way way, size_t wanted)
{
	struct tally tally = simulate(kind, way, wanted, false, -1, 0);
	bool good = way != ASKED || tally.up <= FALSE_MOST;

	printf("%-18s  %-5s  %5zu  %6.1f  %6.3f  %6.3f%s\n", kind->name, way_names[way], wanted, tally.eligible,
	       tally.up, tally.down, good ? "" : "  above the bar");
	return good;
}

static bool print_found(const struct kind *kind, enum way way, bool of_all, int linked)
{
	double raise = raise_for(kind, TRUE_EFFECT);
	struct tally tally = simulate(kind, way, FOUND_PAIRS, of_all, linked, raise);
	bool barred = way == ASKED && !of_all && linked < BARRED_CAUSES;
	bool good = !barred || tally.found >= FOUND_LEAST;

	printf("%-18s  %-5s  %5.0f  %5.0f %%  %6.3f  %6.3f  %6.3f%s\n", kind->name, way_names[way], tally.pairs,
	       100 * named_share(linked), tally.found, tally.up, tally.down,
	       !good    ? "  below the bar"
	       : barred ? ""
			: "  (no bar)");
	return good;
}

static bool print_all_false(void)
{
	static const size_t counts[] = {160, 300, 1000};
	bool good = true;

	printf("Linked causes of a person without any link, %d people. Bar: asked, more <= %.2f\n\n", PEOPLE,
	       FALSE_MOST);
	printf("%-18s  %-5s  %5s  %6s  %6s  %6s\n", "people", "pairs", "n", "causes", "more", "less");
	for (size_t k = 0; k < KINDS; k++)
		for (enum way way = ALL; way <= ASKED; way++)
			for (size_t c = 0; c < sizeof counts / sizeof *counts; c++)
				good &= print_false(&kinds[k], way, counts[c]);
	return good;
}

static bool print_all_found(void)
{
	bool good = true;

	printf("\nA true link of +%.1f steps, found, and the false ones beside it. Bar: asked, %d pairs, causes named "
	       "in "
	       "30 %% and 15 %%: found >= %.2f\n",
	       TRUE_EFFECT, FOUND_PAIRS, FOUND_LEAST);
	printf("The third line of each three: as many check-ins as in the first, those that were asked.\n\n");
	printf("%-18s  %-5s  %5s  %7s  %6s  %6s  %6s\n", "people", "pairs", "n", "named", "found", "more", "less");
	for (size_t k = 0; k < KINDS; k++)
		for (int linked = 0; linked < 3; linked++) {
			good &= print_found(&kinds[k], ALL, false, linked);
			good &= print_found(&kinds[k], ASKED, false, linked);
			good &= print_found(&kinds[k], ASKED, true, linked);
		}
	return good;
}

int main(void)
{
	bool good = print_all_false();

	good &= print_all_found();
	printf("\n%s\n", good ? "within the bars" : "BEYOND THE BARS");
	return !good;
}
