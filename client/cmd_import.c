#include <string.h>

#include <sodium.h>

#include <evenkeel/transfer.h>

#include "files.h"
#include "instrument_move.h"
#include "json_arrival.h"
#include "json_import.h"
#include "json_out.h"
#include "passphrase.h"
#include "reading.h"
#include "words.h"

static const struct command_option options[] = {
	{"passphrase-fd", "N", N_("the file's own passphrase, from a descriptor")},
	{NULL, NULL, NULL},
};

/* A file on its way in. */
struct arrival {
	struct file_bytes file;
	bool sealed;
	enum transfer_way way;
	struct records records;
	size_t left_out;                  /* answers to questions that the file does not explain */
	struct json_slice questionnaires; /* in the file */
	struct json_arrivals arrivals;
};

static void arrival_clear(struct arrival *arrival)
{
	file_bytes_wipe(&arrival->file);
	records_clear(&arrival->records);
	json_arrivals_clear(&arrival->arrivals);
}

static bool begins(const struct file_bytes *file, const char *words)
{
	size_t length = strlen(words);

	return file->size >= length && memcmp(file->bytes, words, length) == 0;
}

/* JSON, with what may stand before its brace. */
static bool looks_like_json(const struct file_bytes *file)
{
	size_t at = begins(file, "\xef\xbb\xbf") ? 3 : 0;

	while (at < file->size && strchr(" \t\r\n", file->bytes[at]) && file->bytes[at])
		at++;
	return at < file->size && file->bytes[at] == '{';
}

static int look_json(const struct client *client, struct arrival *arrival, struct error *err)
{
	const struct file_bytes *file = &arrival->file;

	return json_import((const char *)file->bytes, file->size, &arrival->records, &arrival->questionnaires, err) <
				       0 ||
			       json_arrivals_check(client, arrival->questionnaires, err) < 0
		       ? -1
		       : 0;
}

/* Everything that can be refused before a passphrase is asked for. */
static int look(const struct client *client, struct arrival *arrival, const char *path, struct error *err)
{
	const struct file_bytes *file = &arrival->file;
	int r = transfer_look(file->bytes, file->size, &arrival->way, err);

	arrival->sealed = r == 0;
	if (r == TRANSFER_FOREIGN && looks_like_json(file))
		r = look_json(client, arrival, err);
	else if (r == TRANSFER_FOREIGN && begins(file, "time,form,outcome,"))
		r = error_set(err, ERROR_FAILED,
			      "a csv file holds the answers only; import takes the formats sealed and json");
	else if (r == TRANSFER_FOREIGN)
		r = error_set(err, ERROR_FAILED, "this is no export of Evenkeel; 'evenkeel export' makes one");
	return r ? error_prefix(err, "%s", strcmp(path, "-") == 0 ? "stdin" : path) : 0;
}

/* The store's passphrase may be the file's as well; else the file's own is asked for. */
static int open_with_passphrase(const struct arrival *arrival, int fd, const struct passphrase *opened,
				uint8_t *ret_key, struct error *err)
{
	_cleanup_(passphrase_free) struct passphrase own = {0};
	const struct file_bytes *file = &arrival->file;

	if (fd >= 0 && passphrase_from_fd(fd, &own, err))
		return -1;
	if (fd < 0 && opened->bytes) {
		int r = transfer_key_of_passphrase(file->bytes, file->size, opened->bytes, opened->length, ret_key,
						   err);
		if (r != TRANSFER_WRONG_KEY)
			return r;
	}
	bool given = fd >= 0 || (!opened->bytes && passphrase_from_environment(&own, NULL) == 0); /* a demo uses none */
	if (!given && passphrase_ask(_("Passphrase of the file: "), &own, NULL))
		return error_set(err, ERROR_LOCKED,
				 "wrong passphrase: the file opens with another than this store; give it with "
				 "--passphrase-fd");
	return transfer_key_of_passphrase(file->bytes, file->size, own.bytes, own.length, ret_key, err);
}

static int open_sealed(struct arrival *arrival, struct store *store, int fd, const struct passphrase *opened,
		       struct error *err)
{
	const struct file_bytes *file = &arrival->file;
	uint8_t key[VAULT_KEY_SIZE];
	int r;

	if (arrival->way == TRANSFER_DEVICE)
		r = transfer_key_of_store(file->bytes, file->size, store, key, err);
	else
		r = open_with_passphrase(arrival, fd, opened, key, err);
	if (r == 0)
		r = transfer_read(file->bytes, file->size, key, &arrival->records, err);
	sodium_memzero(key, sizeof key);
	return r ? -1 : 0;
}

static json_t *ids_json(char *const *ids, size_t count)
{
	json_t *list = json_array();

	for (size_t i = 0; i < count; i++)
		json_array_append_new(list, json_string(ids[i]));
	return list;
}

static void tell_json(const struct transfer_tally *tally, const struct arrival *arrival)
{
	const struct json_arrivals *arrivals = &arrival->arrivals;

	json_out_print(json_pack("{s:I, s:I, s:I, s:I, s:o, s:o}", "read",
				 (json_int_t)(tally->read + arrival->left_out), "added", (json_int_t)tally->added,
				 "present", (json_int_t)tally->present, "left_out", (json_int_t)arrival->left_out,
				 "questionnaires_added", ids_json(arrivals->added, arrivals->added_count),
				 "questionnaires_differing", ids_json(arrivals->differing, arrivals->differing_count)));
}

static void tell_questionnaires(const struct json_arrivals *arrivals)
{
	for (size_t i = 0; i < arrivals->added_count; i++)
		printf(_("The questionnaire '%s' was added.\n"), arrivals->added[i]);
	for (size_t i = 0; i < arrivals->differing_count; i++)
		printf(_("The questionnaire '%s' is here in another version, which stays. Answers to the file's "
			 "version came "
			 "in, too; they are read again when that version is added in its place.\n"),
		       arrivals->differing[i]);
}

static void tell(const struct client *client, const struct transfer_tally *tally, const struct arrival *arrival)
{
	_cleanup_(text_clear) struct text added = {0}, present = {0};

	if (client->json) {
		tell_json(tally, arrival);
		return;
	}
	words_number(&added, (int64_t)tally->added);
	words_number(&present, (int64_t)tally->present);
	printf(ngettext("%s record was taken in.\n", "%s records were taken in.\n", tally->added), text_string(&added));
	if (tally->present)
		printf(ngettext("%s was here already.\n", "%s were here already.\n", tally->present),
		       text_string(&present));
	if (arrival->left_out)
		printf(ngettext("%zu record was left out: the file does not say which question of which questionnaire "
				"it answers.\n",
				"%zu records were left out: the file does not say which questions of which "
				"questionnaire they answer.\n",
				arrival->left_out),
		       arrival->left_out);
	tell_questionnaires(&arrival->arrivals);
}

/* Questionnaires first, then the answers to them; where those do not come in, the questionnaires go again. */
static int take_all(struct client *client, struct arrival *arrival, struct store *store, struct transfer_tally *ret,
		    struct store_report *ret_report, struct error *err)
{
	int16_t zone_min = (int16_t)(zone_offset_s(&client->zone, client->now.wall_ms / 1000) / 60);

	if (json_arrivals_add(client, arrival->questionnaires, &arrival->arrivals, err) < 0)
		return -1;
	if (move_unpack(&client->paths, &arrival->records, &arrival->left_out, err) == 0 &&
	    transfer_import(store, &arrival->records, client->now, zone_min, ret, ret_report, err) == 0)
		return 0;
	json_arrivals_undo(client, &arrival->arrivals);
	return -1;
}

static int take_in(struct client *client, struct arrival *arrival, int fd, struct error *err)
{
	_cleanup_(passphrase_free) struct passphrase opened = {0};
	_cleanup_(store_free_pointer) struct store *store = NULL;
	struct transfer_tally tally;
	struct store_report report;

	if (client_unlock_with(client, &store, &opened, err))
		return -1;
	if (arrival->sealed && open_sealed(arrival, store, fd, &opened, err))
		return -1;
	if (take_all(client, arrival, store, &tally, &report, err) < 0)
		return -1;
	tell(client, &tally, arrival);
	reading_findings(&report, 1);
	return report.healthy ? ERROR_NONE : ERROR_DAMAGED;
}

static int run(struct client *client, const struct command_call *call)
{
	_cleanup_(arrival_clear) struct arrival arrival = {0};
	const char *fd = command_value(call, "passphrase-fd");
	struct error err = {0};
	long number = -1;

	json_out_init();
	if (client_words(call, 1, 1, &err) || (fd && client_number(fd, "--passphrase-fd", 0, 1 << 20, &number, &err)) ||
	    file_bytes_read(call->words[0], &arrival.file, &err) || look(client, &arrival, call->words[0], &err))
		return client_fail(&err);
	int r = take_in(client, &arrival, (int)number, &err);
	return r < 0 ? client_fail(&err) : r;
}

const struct command cmd_import = {
	.name = "import",
	.args = "FILE|-",
	.summary = N_("take in the records of an export"),
	.help = N_("Takes the records of a sealed or json export into your store, from a file or with '-' from stdin. "
		   "What is here already is not taken twice, so a file can be imported again. The questionnaires in a "
		   "json export are added as 'evenkeel instrument add' adds them; of one that is here in another "
		   "version yours stays. All of it is taken in or, where "
		   "the file was cut, changed or is not yours to open, nothing. Asks for your passphrase, and for the "
		   "file's where it has another.\n"
		   "\n"
		   "  evenkeel import answers.evk\n"
		   "  evenkeel import - <answers.json"),
	.options = options,
	.json = true,
	.run = run,
};
