#include "epochs.h"
#include "fixture.h"

void epochs_create(const char *dir, bool unlocked_once)
{
	fixture_create(dir, START_MS);
	for (int first = 0; first < EPOCHS_ROWS; first += 4)
		fixture_append_once(dir, first, 4);
	if (unlocked_once) {
		struct store_report report = fixture_read(dir);
		fixture_assert_healthy(&report, EPOCHS_ROWS);
	}
}
