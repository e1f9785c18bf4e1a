#include <evenkeel/catalogue.h>
#include <evenkeel/i18n.h>
#include <evenkeel/release.h>

enum {
	SKILLS = ID_CAUSE_FIRST + 11,
	FATIGUE,
	PEOPLE,
	SURROUNDINGS,
	BETTER_ENVIRONMENT = ID_MEASURE_FIRST,
	SELF_CARE_SUPPORT,
	HEALTH_PROGRAMMES,
	COURSES,
	PROCESS_MANAGEMENT,
};

#define ORGANISATION N_("how work is organised")
#define SOCIAL N_("social factors at work")
#define ENVIRONMENT N_("work environment and equipment")
#define SUPPORT_AREA N_("support for workers")
#define DEMANDS N_("Demands")
#define CONTROL N_("Control")
#define SUPPORT N_("Support")
#define RELATIONSHIPS N_("Relationships")
#define ROLE N_("Role")
#define CHANGE N_("Change")

/* Areas: ISO 45003:2021, 6.1.2 and 8.1; standards: HSE, Managing the causes of work-related stress (HSG218). */
const struct release_measure release_measures[RELEASE_MEASURES] = {
	{PROCESS_MANAGEMENT,
	 GROUP_CUSTOMER,
	 {0},
	 false,
	 N_("Give recovery time after abuse, the right to end a call, and a clear path to pass a case on"),
	 {ORGANISATION, SOCIAL},
	 {DEMANDS, RELATIONSHIPS}},
	{PROCESS_MANAGEMENT,
	 GROUP_MARKET,
	 {0},
	 false,
	 N_("Forecast demand, staff the peaks, rotate the heavy shifts"),
	 {ORGANISATION},
	 {DEMANDS}},
	{PROCESS_MANAGEMENT,
	 GROUP_COMPANY,
	 {0},
	 false,
	 N_("Review targets together with agents, give authority to compensate, consult early on changes"),
	 {ORGANISATION},
	 {CONTROL, ROLE, CHANGE}},
	{COURSES,
	 -1,
	 {SKILLS, PEOPLE},
	 false,
	 N_("Offer training and coaching, and train supervisors"),
	 {ORGANISATION, SOCIAL},
	 {SUPPORT, RELATIONSHIPS}},
	{HEALTH_PROGRAMMES,
	 -1,
	 {FATIGUE},
	 false,
	 N_("Set rest rules and look at working hours"),
	 {ORGANISATION},
	 {SUPPORT}},
	{SELF_CARE_SUPPORT,
	 GROUP_PERSONAL,
	 {0},
	 true,
	 N_("Make employee assistance and coaching easy to reach"),
	 {SUPPORT_AREA},
	 {SUPPORT}},
	{BETTER_ENVIRONMENT,
	 -1,
	 {SURROUNDINGS},
	 false,
	 N_("Reduce noise, check headsets and seating"),
	 {ENVIRONMENT},
	 {SUPPORT}},
};

static bool is_for(const struct release_measure *measure, uint16_t cause)
{
	return measure->causes[0] == cause || measure->causes[1] == cause ||
	       (measure->group >= 0 && catalogue_find(cause)->group == measure->group);
}

/* From what is shown of both, and no more: nearly all leads before a share, a share before few. */
static bool leads(const struct release_share *a, const struct release_share *b)
{
	if (a->reason == RELEASE_NEARLY_ALL)
		return b->reason == RELEASE_SHOWN || b->reason == RELEASE_FEW;
	return a->reason == RELEASE_SHOWN &&
	       (b->reason == RELEASE_FEW || (b->reason == RELEASE_SHOWN && a->points > b->points));
}

static bool is_strained(const struct release_share cells[static RELEASE_CELLS])
{
	return leads(&cells[CELL_DRAINING], &cells[CELL_ENERGISING]) ||
	       leads(&cells[CELL_FUTILE], &cells[CELL_EFFECTIVE]);
}

void release_measures_for(const struct release_figures *figures, bool ret[static RELEASE_MEASURES])
{
	bool strained = is_strained(figures->cells);

	for (unsigned i = 0; i < RELEASE_MEASURES; i++) {
		ret[i] = release_measures[i].strain && strained;
		for (unsigned k = 0; k < figures->causes.count; k++)
			ret[i] |= is_for(&release_measures[i], cell_id(figures->causes.cells[k]));
	}
}
