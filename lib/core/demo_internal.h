/* The made-up agent's inside: what demo.c (days, breaks, tips) and demo_answers.c (check-ins, hard calls, reviews) share. */
#ifndef DEMO_INTERNAL_H
#define DEMO_INTERNAL_H

#include <stdbool.h>

#include <evenkeel/catalogue.h>
#include <evenkeel/demo.h>

#define MORNING (9 * 3600)
#define LUNCH (12 * 3600 + 1800)
#define EVENING (17 * 3600 + 1800)

/* One day of the agent's, while it is being made. */
struct demo_day {
	struct record *records;
	size_t count;
	double strain;               /* 0 ... 100, before what each moment adds */
	bool weighs[ID_CAUSE_COUNT]; /* which causes are there; one that comes in moments, at this one */
};

/* How likely a cause is on a day, what it adds to that day's strain, and which part of that it leaves for the next; or, where it comes in
 * moments, the same of a moment. Of a symptom: what it adds. */
struct demo_habit {
	const char *name;
	double chance, points, lasts;
	bool moment;
};
struct demo_habit demo_cause_habit(int index);
/* Draw whether cause @index is there, on a day or at a moment; what it adds. */
double demo_draw_cause(struct demo *demo, struct demo_day *day, int index);
double demo_symptom_points(uint16_t id);

double demo_between(double value, double low, double high);
bool demo_chance(struct demo *demo, double p);
/* A step of 0 ... @steps-1 for somebody at @strain. */
int demo_step_for(struct demo *demo, double strain, int steps, double noise);

/* The day's next record, all zeros; and its time and group. */
struct record *demo_add(struct demo_day *day);
void demo_stamp(struct demo *demo, struct record *record, int32_t second);

void demo_add_checkin(struct demo *demo, struct demo_day *day, int32_t from, int32_t to);
void demo_add_hard_call(struct demo *demo, struct demo_day *day);
void demo_add_review(struct demo *demo, struct demo_day *day);

#endif
