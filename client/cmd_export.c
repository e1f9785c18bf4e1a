#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sodium.h>

#include <evenkeel/transfer.h>

#include "export.h"
#include "files.h"
#include "instrument_move.h"
#include "json_out.h"
#include "passphrase.h"

static const struct command_option options[] = {
	{"format", "NAME", N_("sealed: encrypted, for import; json: everything; csv: answers; fhir")},
	{"o", "FILE", N_("into this file, which only you can read; without it to the output")},
	{"to", "KEY", N_("sealed: only for the device that has this transfer key")},
	{"passphrase-fd", "N", N_("sealed: the file's own passphrase, from a descriptor")},
	{"show-key", NULL, N_("print this device's transfer key, for --to on the other one")},
	{NULL, NULL, NULL},
};

enum format { FORMAT_SEALED, FORMAT_JSON, FORMAT_CSV, FORMAT_FHIR, FORMATS };
static const char *const format_names[FORMATS] = {"sealed", "json", "csv", "fhir"};

/* What an export works on. */
struct job {
	struct client *client;
	enum format format;
	const char *path; /* NULL: the output */
	struct reading reading;
	bool for_device, test_kdf;
	uint8_t pk[VAULT_KEY_SIZE];
	struct passphrase passphrase; /* the file's */
	size_t left_out;              /* answerings that FHIR cannot hold */
};

static void job_clear(struct job *job)
{
	reading_clear(&job->reading);
	passphrase_free(&job->passphrase);
}

static int find_format(const char *name, enum format *ret, struct error *err)
{
	if (!name)
		return error_set(err, ERROR_USAGE, "which format? --format sealed, json, csv or fhir");
	for (int i = 0; i < FORMATS; i++) {
		if (strcmp(format_names[i], name) == 0) {
			*ret = (enum format)i;
			return 0;
		}
	}
	return error_set(err, ERROR_USAGE, "there is no format '%s'; there are sealed, json, csv and fhir", name);
}

static int read_call(const struct command_call *call, struct job *job, int *ret_fd, struct error *err)
{
	const char *to = command_value(call, "to"), *fd = command_value(call, "passphrase-fd");
	long number = -1;

	if (find_format(command_value(call, "format"), &job->format, err))
		return -1;
	if ((to || fd) && job->format != FORMAT_SEALED)
		return error_set(err, ERROR_USAGE,
				 "only the format 'sealed' is locked; leave out --to and --passphrase-fd");
	if (to && fd)
		return error_set(err, ERROR_USAGE,
				 "a file for one device has no passphrase; leave out --passphrase-fd");
	if (fd && client_number(fd, "--passphrase-fd", 0, 1 << 20, &number, err))
		return -1;
	if (to && transfer_key_decode(to, job->pk, err))
		return -1;
	job->for_device = to != NULL;
	job->path = command_value(call, "o");
	if (job->path && strcmp(job->path, "-") == 0)
		job->path = NULL;
	if (job->format == FORMAT_SEALED && !job->path && isatty(STDOUT_FILENO))
		return error_set(err, ERROR_USAGE, "sealed bytes are not for a terminal; name a file with '-o FILE'");
	*ret_fd = (int)number;
	return 0;
}

/* The file's passphrase: its own from a descriptor or typed, or for scripts the one that opened the store. Moves @opened. */
static int choose_passphrase(struct job *job, int fd, struct passphrase *opened, struct error *err)
{
	if (fd < 0 && opened->bytes && passphrase_in_environment()) {
		job->passphrase = *opened;
		*opened = (struct passphrase){0};
		return 0;
	}
	if (fd < 0 && !passphrase_in_environment())
		client_say(_("the file gets a passphrase of its own; you type it where you import it"));
	return client_new_passphrase(fd, &job->passphrase.bytes, &job->passphrase.length, err);
}

static int prepare(struct job *job, int fd, struct error *err)
{
	_cleanup_(passphrase_free) struct passphrase opened = {0};
	_cleanup_(store_free_pointer) struct store *store = NULL;

	if (client_unlock_with(job->client, &store, &opened, err))
		return -1;
	job->test_kdf = store_is_test_kdf(store);
	if (job->format == FORMAT_SEALED && !job->for_device && choose_passphrase(job, fd, &opened, err))
		return -1;
	/* What was taken back goes along with the record that says so, but not where answers alone stand. */
	if (reading_load(job->client, store, job->format != FORMAT_CSV && job->format != FORMAT_FHIR, &job->reading,
			 err))
		return -1;
	if (job->format == FORMAT_CSV || job->format == FORMAT_FHIR)
		reading_join(&job->reading);
	if (job->format == FORMAT_SEALED)
		return move_pack(&job->client->paths, &job->reading.records, err);
	return 0;
}

static int put(void *context, const uint8_t *bytes, size_t size, struct error *err)
{
	if (fwrite(bytes, 1, size, context) == size)
		return 0;
	return error_set(err, ERROR_FAILED, "cannot write the export: %s", strerror(errno));
}

static int write_export(void *context, FILE *out, struct error *err)
{
	struct job *job = context;
	struct transfer_for whom = {.passphrase = job->passphrase.bytes,
				    .length = job->passphrase.length,
				    .test_kdf = job->test_kdf,
				    .pk = job->for_device ? job->pk : NULL};

	if (job->format == FORMAT_SEALED)
		return transfer_write(&whom, job->reading.records.items, job->reading.records.count, put, out, err);
	if (job->format == FORMAT_FHIR)
		return export_fhir(job->client, &job->reading, out, &job->left_out, err);
	if (job->format == FORMAT_CSV)
		return export_csv(job->client, &job->reading, out, err);
	return export_json(job->client, &job->reading, out, err);
}

static void say_what_it_is(const struct job *job)
{
	if (job->format != FORMAT_SEALED && job->path)
		fprintf(stderr, _("evenkeel: '%s' is not encrypted: whoever gets this file can read your answers\n"),
			job->path);
	else if (job->format != FORMAT_SEALED)
		client_say(_("this is not encrypted: whoever gets it can read your answers"));
	else if (job->for_device)
		client_say(_("sealed: only the device with that transfer key can open it"));
	else if (job->test_kdf)
		client_say(_("sealed as weakly as this store is: its passphrase is easy to guess by trying"));
}

static void say_what_is_left_out(const struct job *job)
{
	if (job->left_out > 0)
		fprintf(stderr,
			ngettext("evenkeel: %zu answering is left out: its questionnaire was taken away or is another "
				 "version now\n",
				 "evenkeel: %zu answerings are left out: their questionnaires were taken away or are "
				 "other versions now\n",
				 (unsigned long)job->left_out),
			job->left_out);
}

static int show_key(struct client *client, const struct command_call *call, struct error *err)
{
	_cleanup_(store_free_pointer) struct store *store = NULL;
	char key[TRANSFER_KEY_WORDS_SIZE];

	for (int i = 0; i < 4; i++)
		if (call->values[i])
			return error_set(err, ERROR_USAGE, "--show-key stands alone");
	if (client_unlock(client, &store, err) || transfer_key_show(store, key, err))
		return -1;
	puts(key);
	return 0;
}

static int run(struct client *client, const struct command_call *call)
{
	_cleanup_(job_clear) struct job job = {.client = client};
	struct error err = {0};
	int fd = -1;

	if (client_words(call, 0, 0, &err) != 0)
		return client_fail(&err);
	if (command_value(call, "show-key"))
		return show_key(client, call, &err) ? client_fail(&err) : 0;
	if (read_call(call, &job, &fd, &err) || prepare(&job, fd, &err))
		return client_fail(&err);
	json_out_init();
	int r = job.path ? file_write_whole(job.path, write_export, &job, &err) : write_export(&job, stdout, &err);
	if (r)
		return client_fail(&err);
	say_what_it_is(&job);
	say_what_is_left_out(&job);
	return job.reading.exit_code;
}

const struct command cmd_export = {
	.name = "export",
	.args = "",
	.summary = N_("your records in a file, sealed or for other programs"),
	.help = N_(
		"Writes out your own records. sealed is encrypted: with a passphrase of the file's own, or with --to "
		"for one other device, whose transfer key 'evenkeel export --show-key' prints there. json holds "
		"every field, what answers to added questionnaires mean with their scores, and these questionnaires "
		"themselves; csv holds one answer, text or score a line; fhir is for other health programs and holds "
		"the answers to added questionnaires alone, as HL7 FHIR R4 without a person. Anyone who gets hold of "
		"json, csv or fhir can read it. "
		"'evenkeel import' takes sealed and json. Asks for your passphrase. Where it comes from "
		"EVENKEEL_PASSPHRASE_FD or EVENKEEL_PASSPHRASE_FILE, a sealed file opens with the same one unless "
		"--passphrase-fd gives another.\n"
		"\n"
		"  evenkeel export --format sealed -o answers.evk\n"
		"  evenkeel export --format json -o answers.json\n"
		"  evenkeel export --format csv > answers.csv\n"
		"  evenkeel export --format fhir -o answers.fhir.json"),
	.options = options,
	.run = run,
};
