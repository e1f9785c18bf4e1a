/* Joining: the client's own rules of design/AGGREGATION.md, section 4, by which it trusts neither party. */
#include <string.h>

#include <sodium.h>

#include <evenkeel/erase.h>

#include "team_drop.h"
#include "team_files.h"

const char *team_refusal_step(enum refusal refusal)
{
	switch (refusal) {
	case REFUSAL_MALFORMED:
	case REFUSAL_VERSION:
		return _("ask the wellbeing office for the team's file (.ekc) again");
	case REFUSAL_UNSIGNED:
		return _("wait for the file that both parties have signed");
	case REFUSAL_QUARTER:
		return _("ask for the invitation of this quarter or the next");
	case REFUSAL_SECOND_COHORT:
		return _("leaving does not change that; in the next quarter you can join another one");
	case REFUSAL_NOT_MEMBER:
		return _("the second party may have missed your code, or the list is closed: ask them");
	case REFUSAL_FLOOR:
	case REFUSAL_ONE_PARTY:
	case REFUSAL_ROSTER_SMALL:
	case REFUSAL_SHORT_WINDOW:
		return _("Evenkeel takes part in no such figures; tell both parties");
	default:
		return _("do not use it, and tell both parties");
	}
}

int team_refuse(const char *path, enum refusal refusal, struct error *err)
{
	return error_set(err, ERROR_FAILED, "'%s' is not taken: %s; %s", path, refusal_words(refusal),
			 team_refusal_step(refusal));
}

static struct hpke_bytes bytes_of(const struct file_bytes *file)
{
	return (struct hpke_bytes){file->bytes, file->size};
}

/* A list that is closed has no place for a new key: who would join now could send nothing in this quarter. */
static int check_open(const struct client *client, const struct cohort *cohort, struct error *err)
{
	struct team_drop_found found;
	char task[OUTBOX_TASK_HEX + 1];
	struct cohort roster;

	team_task(cohort, task);
	if (team_drop_look(client, task, (uint64_t)cohort->terms.quarter * DAP_QUARTER_WEEKS, &found, err))
		return -1;
	bool closed = found.listed && cohort_decode(bytes_of(&found.roster), &roster) == 0 && roster.members > 0 &&
		      cohort_same_terms(&roster, cohort) == 0 && cohort_signed(&roster) == 0;
	file_bytes_wipe(&found.roster);
	return closed ? REFUSAL_NOT_MEMBER : 0;
}

static int check_new(const struct client *client, const struct cohort *cohort, struct error *err)
{
	char left[OUTBOX_TASK_HEX + 1], task[OUTBOX_TASK_HEX + 1];

	team_task(cohort, task);
	if (team_left(client, cohort->terms.quarter, left) && strcmp(left, task) != 0)
		return REFUSAL_SECOND_COHORT;
	return cohort->members > 0 ? REFUSAL_NOT_MEMBER : check_open(client, cohort, err);
}

/* A roster that is here stays: the team's members are the same for the quarter. */
static int check_known(const struct team *team, const struct team_file *given)
{
	const struct cohort *cohort = &given->cohort;
	uint64_t first = (uint64_t)cohort->terms.quarter * DAP_QUARTER_WEEKS;

	if (memcmp(cohort->task.task_id, team->cohort.task.task_id, DAP_ID_SIZE) != 0)
		return REFUSAL_SECOND_COHORT;
	if (cohort->members == 0)
		return cohort_same_terms(cohort, &team->cohort);
	int r = cohort_check_client(cohort, &team->cohort, team->key, first);
	if (r == 0 && team->cohort.members > 0 &&
	    (cohort->members != team->cohort.members ||
	     memcmp(cohort->keys, team->cohort.keys, cohort->members * DAP_KEY_SIZE) != 0))
		r = REFUSAL_TERMS;
	return r;
}

static int check(const struct client *client, struct team_file *given, struct error *err)
{
	struct cohort *cohort = &given->cohort;
	struct team team = {0};
	uint64_t quarter = team_quarter(client);
	int r = cohort_decode(bytes_of(&given->file), cohort);

	if (r == 0)
		r = cohort_signed(cohort);
	if (r == 0 && cohort->members > 0)
		r = cohort_large_enough(cohort);
	if (r == 0 && cohort->terms.quarter != quarter && cohort->terms.quarter != quarter + 1)
		r = REFUSAL_QUARTER;
	if (r)
		return r;
	if (team_look_at(client, cohort->terms.quarter, &team, err))
		return -1;
	given->known = team.standing != TEAM_NOT_JOINED;
	r = given->known ? check_known(&team, given) : check_new(client, cohort, err);
	team_wipe(&team);
	return r;
}

int team_file_check(const struct client *client, const char *path, struct team_file *ret, struct error *err)
{
	struct team_file given = {0};

	if (sodium_init() < 0)
		return error_set(err, ERROR_FAILED, "the system gives no random numbers");
	if (team_drop_holds(client, path) ? team_drop_read(client, path, TEAM_FILE_MOST, &given.file, err)
					  : file_bytes_read_most(path, TEAM_FILE_MOST, &given.file, err))
		return -1;
	int r = check(client, &given, err);
	if (r) {
		file_bytes_wipe(&given.file);
		return r < 0 ? -1 : team_refuse(path, (enum refusal)r, err);
	}
	cohort_label(&given.cohort, &given.label);
	*ret = given;
	return 0;
}

void team_file_clear(struct team_file *file)
{
	file_bytes_wipe(&file->file);
	*file = (struct team_file){0};
}

int team_join(const struct client *client, const struct team_file *file, struct error *err)
{
	uint64_t quarter = file->cohort.terms.quarter;
	char path[TEAM_PATH_SIZE];

	if (file->known && file->cohort.members == 0)
		return 0;
	/* The key first: the cohort's file is what says that one has joined. */
	if (team_make_key(client, quarter, err) ||
	    team_write(client, quarter, TEAM_COHORT, file->file.bytes, file->file.size, err))
		return -1;
	team_path(client, quarter, TEAM_LEFT, path);
	return erase_file(path, err);
}
