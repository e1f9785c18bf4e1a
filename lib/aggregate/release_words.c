#include <assert.h>

#include <evenkeel/i18n.h>
#include <evenkeel/release.h>

const char *release_reason_name(enum release_reason reason)
{
	static const char *const names[RELEASE_REASONS] = {
		[RELEASE_FEW] = N_("few"),
		[RELEASE_NEARLY_ALL] = N_("nearly all"),
		[RELEASE_COMPLEMENTARY] = N_("complementary"),
		[RELEASE_BELOW_FLOOR] = N_("below floor"),
		[RELEASE_ALTERED] = N_("share altered"),
	};

	assert(reason < RELEASE_REASONS);
	return names[reason];
}

const char *release_people_name(enum release_people band)
{
	static const char *const names[RELEASE_PEOPLE_BANDS] = {
		[RELEASE_PEOPLE_NONE] = "",    [RELEASE_PEOPLE_UNDER_10] = "8-9", [RELEASE_PEOPLE_10] = "10-14",
		[RELEASE_PEOPLE_15] = "15-19", [RELEASE_PEOPLE_20] = "20-29",     [RELEASE_PEOPLE_30] = "30-49",
		[RELEASE_PEOPLE_50] = "50-99", [RELEASE_PEOPLE_100] = "100+",
	};

	assert(band < RELEASE_PEOPLE_BANDS);
	return names[band];
}

const char *release_participation_name(enum release_participation participation)
{
	static const char *const names[RELEASE_PARTICIPATIONS] = {
		[RELEASE_PARTICIPATION_NONE] = "",
		[RELEASE_UNDER_HALF] = N_("under half"),
		[RELEASE_TO_THREE_QUARTERS] = N_("half to three quarters"),
		[RELEASE_OVER_THREE_QUARTERS] = N_("over three quarters"),
	};

	assert(participation < RELEASE_PARTICIPATIONS);
	return names[participation];
}

const char *release_direction_name(enum release_direction direction)
{
	static const char *const names[RELEASE_DIRECTIONS] = {
		[RELEASE_TOO_EARLY] = N_("too early to say"),
		[RELEASE_NO_CLEAR_CHANGE] = N_("no clear change"),
		[RELEASE_HIGHER] = N_("higher"),
		[RELEASE_LOWER] = N_("lower"),
	};

	assert(direction < RELEASE_DIRECTIONS);
	return names[direction];
}
