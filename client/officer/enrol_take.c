/* B takes members' codes into its register: all of a file, or nothing of it. */
#include <string.h>

#include <sodium.h>

#include "enrol.h"
#include "officer_words.h"

enum { FILE_MOST = 16 << 20 };

static int add_file(const struct office_cohort *cohort, const char *path, struct enrolled *enrolled,
		    struct enrol_tally *tally, struct error *err)
{
	_cleanup_(file_bytes_wipe) struct file_bytes file = {0};
	_cleanup_(file_bytes_wipe) struct file_bytes lines = {0};

	if (file_bytes_read_most(path, FILE_MOST, &file, err))
		return -1;
	if (file.size > 0 && memchr(file.bytes, '\0', file.size))
		return error_set(err, ERROR_FAILED, "'%s' is no text; a line is: code, tab, name", path);
	lines = (struct file_bytes){mem_new(file.size + 1, 1), file.size, file.size + 1};
	if (file.size > 0)
		memcpy(lines.bytes, file.bytes, file.size);
	if (enrol_lines(cohort, (char *)lines.bytes, enrolled, tally, err))
		return error_prefix(err, "'%s'", path);
	return 0;
}

static int add_all(const struct enrolment *enrolment, struct enrolled *enrolled, struct enrol_tally *tally,
		   struct error *err)
{
	const char *path = command_value(enrolment->call, "file"), *code = command_value(enrolment->call, "code");
	const char *name = command_value(enrolment->call, "person");

	if (path)
		return add_file(enrolment->cohort, path, enrolled, tally, err);
	if (!code || !name)
		return error_set(err, ERROR_USAGE, "--code and --person belong together; or --file FILE for several");
	return enrol_one(enrolment->cohort, code, name, enrolled, tally, err);
}

static void say(const struct enrolment *enrolment, const struct enrol_tally *tally, size_t count)
{
	unsigned floor = enrolment->cohort->cohort.terms.floor;

	officer_line(enrolment->client, _("enrolled now: %zu; known before: %zu"), tally->added, tally->known);
	officer_line(enrolment->client, _("%zu members so far, of at least %u"), count, floor);
	if (count < floor)
		officer_next(enrolment->client, _("%zu more are needed before the list can be closed."), floor - count);
	else
		officer_next(enrolment->client,
			     _("when everyone who wants to is enrolled, close the list: 'evenkeel officer enrol \"%s\" "
			       "--close'."),
			     enrolment->cohort->label.team);
}

int enrol_take(const struct enrolment *enrolment, struct error *err)
{
	_cleanup_(register_clear) struct enrolled enrolled = {0};
	struct enrol_tally tally = {0};
	uint32_t quarter = (uint32_t)dap_quarter(officer_week(enrolment->client));

	if (register_open(enrolment->office, quarter, &enrolled, err) || add_all(enrolment, &enrolled, &tally, err))
		return -1;
	size_t count = register_count(&enrolled, enrolment->cohort->task);
	if (count > COHORT_MEMBERS_MAX)
		return error_set(err, ERROR_FAILED, "a team has at most %d members; nothing was changed",
				 COHORT_MEMBERS_MAX);
	if (tally.added > 0 && register_save(enrolment->office, &enrolled, err))
		return -1;
	say(enrolment, &tally, count);
	return 0;
}

int enrol_remove(const struct enrolment *enrolment, struct error *err)
{
	_cleanup_(register_clear) struct enrolled enrolled = {0};
	_cleanup_(office_cohort_clear) struct office_cohort closed = {0};
	const char *name = command_value(enrolment->call, "remove");
	uint32_t quarter = (uint32_t)dap_quarter(officer_week(enrolment->client));

	int r = office_read_cohort(enrolment->office, enrolment->cohort->task, COHORT_ROSTER, &closed, err);
	if (r == 0)
		return error_set(err, ERROR_FAILED,
				 "the list of '%s' is closed, and who is on it stays for the quarter; to send nothing "
				 "is always possible",
				 enrolment->cohort->label.team);
	if (r < 0 || register_open(enrolment->office, quarter, &enrolled, err))
		return -1;
	if (register_remove(&enrolled, enrolment->cohort->task, name) == 0)
		return error_set(err, ERROR_FAILED, "nobody of this name is in the team; --list shows who is");
	if (register_save(enrolment->office, &enrolled, err))
		return -1;
	officer_line(enrolment->client, _("taken out; %zu members so far, of at least %u"),
		     register_count(&enrolled, enrolment->cohort->task), enrolment->cohort->cohort.terms.floor);
	return 0;
}

int enrol_list(const struct enrolment *enrolment, struct error *err)
{
	_cleanup_(register_clear) struct enrolled enrolled = {0};

	/* An ended quarter's names are gone with the next change, and are not shown before it either. */
	uint32_t quarter = (uint32_t)dap_quarter(officer_week(enrolment->client));
	if (register_open(enrolment->office, quarter, &enrolled, err))
		return -1;
	for (size_t i = 0; i < enrolled.count; i++)
		if (strcmp(enrolled.members[i].task, enrolment->cohort->task) == 0)
			officer_line(enrolment->client, "%s", enrolled.members[i].name);
	officer_line(enrolment->client, _("%zu members so far, of at least %u"),
		     register_count(&enrolled, enrolment->cohort->task), enrolment->cohort->cohort.terms.floor);
	return 0;
}
