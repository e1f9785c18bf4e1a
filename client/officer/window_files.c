/* The exchange folder, which others can write to as well. */
#include <stdio.h>
#include <sys/stat.h>

#include <evenkeel/i18n.h>
#include <evenkeel/mem.h>

#include "share.h"
#include "window_step.h"

static const char *const names[EXCHANGE_TYPES] = {
	[EXCHANGE_REQUEST] = "init.ekj",
	[EXCHANGE_RESPONSE] = "resp.ekj",
	[EXCHANGE_RESULT] = "result.ekj",
	[EXCHANGE_COUNTERSIGN] = "countersign.ekj",
};

static void directory(const struct office *office, const struct office_cohort *cohort, struct dap_window window,
		      struct text *ret)
{
	char name[DAP_WINDOW_NAME];

	dap_window_name(window, name);
	text_appendf(ret, "%s/%s/%s", office->exchange, cohort->task, name);
}

void window_path(const struct office *office, const struct office_cohort *cohort, struct dap_window window,
		 enum exchange_type type, struct text *ret)
{
	directory(office, cohort, window, ret);
	text_appendf(ret, "/%s", names[type]);
}

/* A report a member and week at the most, each either asked for or left out. */
static size_t size_most(const struct cohort *cohort, enum exchange_type type)
{
	size_t reports = cohort->members * DAP_LONG_WEEKS;

	switch (type) {
	case EXCHANGE_REQUEST:
		return 4096 + reports * DAP_INIT_SIZE;
	case EXCHANGE_RESPONSE:
		return 4096 + reports * DAP_RESP_SIZE;
	default:
		return 4096;
	}
}

int window_read(const struct office *office, const struct office_cohort *cohort, struct dap_window window,
		enum exchange_type type, struct file_bytes *ret, struct error *err)
{
	_cleanup_(text_clear) struct text path = {0};

	*ret = (struct file_bytes){0};
	window_path(office, cohort, window, type, &path);
	return file_bytes_read_plain(text_string(&path), size_most(&cohort->cohort, type), ret, err) < 0 ? -1 : 0;
}

static bool is_there(const struct office *office, const struct office_cohort *cohort, struct dap_window window,
		     enum exchange_type type)
{
	_cleanup_(text_clear) struct text path = {0};
	struct stat about;

	window_path(office, cohort, window, type, &path);
	return lstat(text_string(&path), &about) == 0;
}

void window_messages(const struct office *office, const struct office_cohort *cohort, struct dap_window window,
		     struct window_messages *ret)
{
	*ret = (struct window_messages){
		.request = is_there(office, cohort, window, EXCHANGE_REQUEST),
		.response = is_there(office, cohort, window, EXCHANGE_RESPONSE),
		.result = is_there(office, cohort, window, EXCHANGE_RESULT),
		.countersignature = is_there(office, cohort, window, EXCHANGE_COUNTERSIGN),
	};
}

static void say_none(struct window_step *step, enum exchange_type type)
{
	static const char *const words[EXCHANGE_TYPES] = {
		[EXCHANGE_REQUEST] = N_("there is no request for the window '%s' of '%s' yet ('%s'); it comes from "
					"the first party's 'evenkeel officer lead'"),
		[EXCHANGE_RESPONSE] = N_("there is no answer for the window '%s' of '%s' yet ('%s'); it comes from "
					 "the second party's 'evenkeel officer assist'"),
		[EXCHANGE_RESULT] = N_("there is no result for the window '%s' of '%s' yet ('%s'); it comes from the "
				       "first party's 'evenkeel officer finish'"),
	};
	_cleanup_(text_clear) struct text path = {0};
	char name[DAP_WINDOW_NAME];

	dap_window_name(step->window, name);
	window_path(step->office, step->cohort, step->window, type, &path);
	error_set(step->err, ERROR_FAILED, words[type], name, step->cohort->label.team, text_string(&path));
}

int window_message(struct window_step *step, enum exchange_type type, struct file_bytes *ret)
{
	_cleanup_(text_clear) struct text path = {0};
	struct exchange message;

	if (window_read(step->office, step->cohort, step->window, type, ret, step->err))
		return -1;
	if (!ret->bytes) {
		say_none(step, type);
		return WINDOW_NO_MESSAGE;
	}
	int r = exchange_open(window_bytes(ret), &step->cohort->cohort, type, step->window, &message);
	if (r) {
		window_path(step->office, step->cohort, step->window, type, &path);
		error_set(step->err, ERROR_FAILED, "'%s' is refused: %s", text_string(&path),
			  refusal_words((enum refusal)r));
		step->said = true;
	}
	return window_step_note(step, WINDOW_MESSAGE, r);
}

int window_publish(struct window_step *step, enum exchange_type type, struct hpke_bytes bytes)
{
	_cleanup_(text_clear) struct text path = {0}, dir = {0};
	char parent[PATH_SIZE], name[DAP_WINDOW_NAME];

	window_path(step->office, step->cohort, step->window, type, &path);
	directory(step->office, step->cohort, step->window, &dir);
	dap_window_name(step->window, name);
	if (share_path(step->office->exchange, step->cohort->task, NULL, parent, step->err) ||
	    share_make_folder(parent, name, step->err) ||
	    share_keep(text_string(&dir), names[type], bytes.bytes, bytes.size, NULL, step->err))
		return -1;
	snprintf(step->run->written, sizeof(step->run->written), "%s", text_string(&path));
	return 0;
}

int window_own_directory(const struct window_step *step, struct text *ret)
{
	char name[DAP_WINDOW_NAME];

	dap_window_name(step->window, name);
	text_appendf(ret, "%s/cohorts/%s/%s", step->office->dir, step->cohort->task, name);
	return paths_make_private(text_string(ret), step->err);
}
