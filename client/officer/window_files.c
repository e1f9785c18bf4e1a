/* The exchange folder, which others can write to as well. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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

enum { SMALL = 4096 };

/* A report a member and week at the most, each either asked for or left out. */
static size_t size_most(const struct cohort *cohort, enum exchange_type type)
{
	size_t reports = cohort->members * DAP_LONG_WEEKS;

	switch (type) {
	case EXCHANGE_REQUEST:
		return SMALL + reports * DAP_INIT_SIZE;
	case EXCHANGE_RESPONSE:
		return SMALL + reports * DAP_RESP_SIZE;
	default:
		return SMALL;
	}
}

int window_scratch(const struct office *office, struct error *err)
{
	return file_nameless(office->dir, err);
}

int window_fetch(const struct office *office, const struct office_cohort *cohort, struct dap_window window,
		 enum exchange_type type, int *ret_fd, struct error *err)
{
	_cleanup_(text_clear) struct text path = {0};
	_cleanup_(file_close) int copy = window_scratch(office, err);

	*ret_fd = -1;
	if (copy < 0)
		return -1;
	window_path(office, cohort, window, type, &path);
	int r = file_copy_plain(text_string(&path), size_most(&cohort->cohort, type), copy, err);
	if (r)
		return r < 0 ? -1 : 0;
	*ret_fd = copy;
	copy = -1;
	return 0;
}

int window_load(int fd, struct file_bytes *ret, struct error *err)
{
	struct stat about;

	if (fstat(fd, &about) || about.st_size > SMALL)
		return error_set(err, ERROR_FAILED, "a message or a temporary file cannot be read: %s",
				 strerror(errno ? errno : EFBIG));
	*ret = (struct file_bytes){.bytes = mem_new((size_t)about.st_size + 1, 1),
				   .capacity = (size_t)about.st_size + 1};
	ssize_t size = pread(fd, ret->bytes, (size_t)about.st_size, 0);
	if (size < 0)
		return error_set(err, ERROR_FAILED, "a message or a temporary file cannot be read: %s",
				 strerror(errno));
	ret->size = (size_t)size;
	return 0;
}

int window_read(const struct office *office, const struct office_cohort *cohort, struct dap_window window,
		enum exchange_type type, struct file_bytes *ret, struct error *err)
{
	_cleanup_(file_close) int fd = -1;

	*ret = (struct file_bytes){0};
	if (window_fetch(office, cohort, window, type, &fd, err))
		return -1;
	return fd < 0 ? 0 : window_load(fd, ret, err);
}

bool window_has(int fd)
{
	struct stat about;

	return fstat(fd, &about) == 0 && about.st_size > 0;
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

int window_message(struct window_step *step, enum exchange_type type, int *ret_fd)
{
	_cleanup_(text_clear) struct text path = {0};

	if (window_fetch(step->office, step->cohort, step->window, type, ret_fd, step->err))
		return -1;
	if (*ret_fd < 0) {
		say_none(step, type);
		return WINDOW_NO_MESSAGE;
	}
	int r = exchange_verify(*ret_fd, &step->cohort->cohort, type, step->window, step->err);
	if (r > 0) {
		window_path(step->office, step->cohort, step->window, type, &path);
		error_set(step->err, ERROR_FAILED, "'%s' is refused: %s", text_string(&path),
			  refusal_words((enum refusal)r));
		step->said = true;
	}
	return window_step_note(step, WINDOW_MESSAGE, r);
}

/* The folder for the window's messages, made where it is not there. */
static int make_place(struct window_step *step, struct text *ret_dir)
{
	char parent[PATH_SIZE], name[DAP_WINDOW_NAME];

	directory(step->office, step->cohort, step->window, ret_dir);
	dap_window_name(step->window, name);
	return share_path(step->office->exchange, step->cohort->task, NULL, parent, step->err) ||
			       share_make_folder(parent, name, step->err)
		       ? -1
		       : 0;
}

static void note_written(struct window_step *step, enum exchange_type type)
{
	_cleanup_(text_clear) struct text path = {0};

	window_path(step->office, step->cohort, step->window, type, &path);
	snprintf(step->run->written, sizeof(step->run->written), "%s", text_string(&path));
}

int window_publish(struct window_step *step, enum exchange_type type, struct hpke_bytes bytes)
{
	_cleanup_(text_clear) struct text dir = {0};

	if (make_place(step, &dir) ||
	    share_keep(text_string(&dir), names[type], bytes.bytes, bytes.size, NULL, step->err))
		return -1;
	note_written(step, type);
	return 0;
}

int window_publish_file(struct window_step *step, enum exchange_type type, int fd)
{
	_cleanup_(text_clear) struct text dir = {0};

	if (make_place(step, &dir) || share_keep_file(text_string(&dir), names[type], fd, step->err))
		return -1;
	note_written(step, type);
	return 0;
}

int window_own_directory(const struct window_step *step, struct text *ret)
{
	char name[DAP_WINDOW_NAME];

	dap_window_name(step->window, name);
	text_appendf(ret, "%s/cohorts/%s/%s", step->office->dir, step->cohort->task, name);
	return paths_make_private(text_string(ret), step->err);
}
