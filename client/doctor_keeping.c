#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include <evenkeel/backup.h>
#include <evenkeel/keys.h>

#include "doctor.h"
#include "service.h"
#include "settings.h"
#include "support.h"
#include "team.h"
#include "words.h"

enum { STORE_WAIT_MS = 300 };

static void look_at_backup(struct doctor *doctor, const struct store *store)
{
	if (store_is_demo(store))
		return; /* nobody copies it */
	if (!backup_is_due(store, doctor->client->now)) {
		doctor_add(doctor, "backup", _("weekly copy"), DOCTOR_WORKS, _("less than a week old"));
		return;
	}
	struct doctor_check *check =
		doctor_add(doctor, "backup", _("weekly copy"), DOCTOR_OPTIONAL,
			   doctor->running ? _("none of this week yet; the daemon makes it where there is room")
					   : _("none of this week; the daemon makes it while it runs"));
	doctor_mend(check, doctor->running ? "evenkeel backup ~/evenkeel-backup" : service_start_words());
}

static void look_at_store(struct doctor *doctor)
{
	_cleanup_(store_free_pointer) struct store *store = NULL;
	char words[STORE_WORDS_SIZE] = "";
	struct error err = {0};
	int outcome = store_open_within(&store, doctor->client->paths.store, STORE_WAIT_MS, &err);
	if (outcome == STORE_EMPTY) {
		doctor_mend(doctor_add(doctor, "store", _("store"), DOCTOR_NEEDED, _("there is none yet")),
			    "evenkeel setup");
		return;
	}
	if (outcome == STORE_BUSY) {
		doctor_add(doctor, "store", _("store"), DOCTOR_WORKS, _("another program is at work on it just now"));
		return;
	}
	if (outcome < 0) {
		doctor_mend(doctor_add(doctor, "store", _("store"), DOCTOR_NEEDED, err.message), "evenkeel verify");
		return;
	}
	store_look(store, words);
	if (words[0] != '\0')
		doctor_mend(doctor_add(doctor, "store", _("store"), DOCTOR_NEEDED, words), "evenkeel verify");
	else
		doctor_add(doctor, "store", _("store"), DOCTOR_WORKS, _("there, and can be written to"));
	look_at_backup(doctor, store);
}

/* What the system could give a program now, in KiB; -1 where it does not say. */
static int64_t memory_available_kib(void)
{
	char line[128];
	long long kib = -1;
	FILE *file = fopen("/proc/meminfo", "re");
	while (file != NULL && kib < 0 && fgets(line, sizeof(line), file) != NULL)
		if (sscanf(line, "MemAvailable: %lld", &kib) != 1)
			kib = -1;
	if (file != NULL)
		fclose(file);
	return kib;
}

/* The most that one of the store's ways to open it takes; that of a new store where there is none. */
static int64_t memory_wanted_kib(const char *dir)
{
	struct keys keys;
	uint32_t most_kib = 0;
	if (keys_read(dir, &keys, NULL) != 0)
		return KEYS_MEM_KIB;
	for (unsigned i = 0; i < keys.slot_count; i++)
		if (keys.slots[i].type == KEYS_PASSPHRASE && keys.slots[i].mem_kib > most_kib)
			most_kib = keys.slots[i].mem_kib;
	return most_kib;
}

static void look_at_memory(struct doctor *doctor)
{
	_cleanup_(text_clear) struct text words = {0};
	struct rlimit limit;
	int64_t wanted_kib = memory_wanted_kib(doctor->client->paths.store), have_kib = memory_available_kib();
	bool limited = getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY &&
		       (int64_t)(limit.rlim_cur / 1024) < 2 * wanted_kib;
	if (have_kib < 0 && !limited)
		return;
	int64_t shown_kib = limited ? (int64_t)(limit.rlim_cur / 1024) : have_kib;
	/* TRANSLATORS: memory; what a program may take here or what is free, and what opening the store with the passphrase needs */
	text_appendf(&words,
		     limited ? _("this shell allows a program %lld MiB; unlocking takes %lld MiB")
			     : _("%lld MiB free; unlocking takes %lld MiB"),
		     (long long)(shown_kib / 1024), (long long)((wanted_kib + 1023) / 1024));
	bool missing = limited || have_kib < wanted_kib;
	struct doctor_check *check =
		doctor_add(doctor, "memory", _("memory"), missing ? DOCTOR_NEEDED : DOCTOR_WORKS, text_string(&words));
	if (limited)
		doctor_mend(check, "ulimit -v unlimited");
}

static void look_at_settings(struct doctor *doctor)
{
	struct config *config = mem_new(1, sizeof(*config));
	struct error err = {0};
	if (settings_load(&doctor->client->paths, config, &err) < 0)
		doctor_mend(doctor_add(doctor, "settings", _("settings"), DOCTOR_NEEDED, err.message),
			    "evenkeel config edit");
	else
		doctor_add(doctor, "settings", _("settings"), DOCTOR_WORKS, _("can be read"));
	free(config);
}

/* Both files are looked at; what is wrong with one stands on stderr, with its place. */
static void look_at_support(struct doctor *doctor)
{
	_cleanup_(support_clear) struct support support = {0};
	_cleanup_(text_clear) struct text count = {0};
	const struct client *client = doctor->client;
	if (support_load(client, &support) < 0) {
		doctor_mend(doctor_add(doctor, "support", _("contacts"), DOCTOR_OPTIONAL,
				       _("a file of contacts cannot be read; 'help-me' leaves it out")),
			    "evenkeel help-me");
	} else if (support.count == 0) {
		doctor_mend_by_example(doctor_add(doctor, "support", _("contacts"), DOCTOR_OPTIONAL,
						  _("none are noted; 'help-me' says what is true everywhere")),
				       "support.ini.example", client->paths.support);
	} else {
		words_number(&count, (int64_t)support.count);
		doctor_add(doctor, "support", _("contacts"), DOCTOR_WORKS, text_string(&count));
	}
}

static enum doctor_state team_found(const struct doctor *doctor, const struct team *team, struct text *ret,
				    const char **ret_mend)
{
	*ret_mend = NULL;
	if (team->drop == TEAM_DROP_UNSET)
		*ret_mend = "evenkeel config set team.drop DIR";
	else if (team->drop == TEAM_DROP_READY && !doctor->running)
		*ret_mend = service_start_words();
	if (team->drop != TEAM_DROP_READY)
		text_appendf(ret, _("drop folder: %s"), team_drop_words(team->drop));
	else
		text_append(ret, doctor->running ? _("the drop folder is there, and the daemon sends to it")
						 : _("the drop folder is there; the daemon sends to it while it runs"));
	return team->drop == TEAM_DROP_READY && doctor->running ? DOCTOR_WORKS : DOCTOR_OPTIONAL;
}

/* Of those alone who joined one. */
static void look_at_team(struct doctor *doctor)
{
	_cleanup_(text_clear) struct text words = {0};
	struct error err = {0};
	struct team team = {0};
	const char *mend;
	if (team_look(doctor->client, &team, &err) < 0) {
		doctor_mend(doctor_add(doctor, "team", _("team"), DOCTOR_OPTIONAL, err.message), "evenkeel team leave");
		return;
	}
	if (team.standing == TEAM_NOT_JOINED)
		return;
	enum doctor_state state = team_found(doctor, &team, &words, &mend);
	struct doctor_check *check = doctor_add(doctor, "team", _("team"), state, text_string(&words));
	if (mend != NULL)
		doctor_mend(check, mend);
	team_wipe(&team);
}

void doctor_keeping(struct doctor *doctor)
{
	look_at_settings(doctor);
	look_at_store(doctor);
	look_at_memory(doctor);
	look_at_support(doctor);
	look_at_team(doctor);
}
